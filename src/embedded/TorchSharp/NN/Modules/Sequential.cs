using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>Modules that run one after the other; what lies between them is disposed.</summary>
public class Sequential : Module<Tensor, Tensor>
{
    private readonly List<IModule<Tensor, Tensor>> _modules = [];

    internal Sequential(Module<Tensor, Tensor>[] modules)
        : base(nameof(Sequential))
    {
        foreach (var module in modules)
            append(module);
    }

    internal Sequential((string name, Module<Tensor, Tensor> submodule)[] modules)
        : base(nameof(Sequential))
    {
        foreach (var (key, module) in modules)
            append(key, module);
    }

    public int Count => _modules.Count;

    public IModule<Tensor, Tensor> this[int index] => _modules[index];

    public Sequential append(IModule<Tensor, Tensor> module) => append(_modules.Count.ToString(System.Globalization.CultureInfo.InvariantCulture), module);

    public Sequential append(string name, IModule<Tensor, Tensor> module)
    {
        register_module(name, module as Module ?? throw new ArgumentException($"A Sequential holds modules, but got a {module?.GetType().Name ?? "null"}.", nameof(module)));
        _modules.Add(module);
        return this;
    }

    public override Tensor forward(Tensor tensor)
    {
        if (_modules.Count == 0)
            return tensor.alias();
        var current = _modules[0].call(tensor);
        for (var i = 1; i < _modules.Count; i++)
        {
            using var previous = current;
            current = _modules[i].call(previous);
        }
        return current;
    }
}
