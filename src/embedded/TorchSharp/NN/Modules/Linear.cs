using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>A linear map of the last dimension.</summary>
public sealed class Linear : Module<Tensor, Tensor>
{
    private Parameter _weight;
    private Parameter? _bias;

    internal Linear(long inputSize, long outputSize, bool hasBias, Device? device, ScalarType? dtype)
        : base(nameof(Linear))
    {
        in_features = inputSize;
        out_features = outputSize;
        _weight = new Parameter(empty(outputSize, inputSize, dtype, device).DetachFromDisposeScope());
        register_parameter(nameof(weight), _weight);
        init.kaiming_uniform_(_weight, Math.Sqrt(5));
        if (!hasBias)
            return;
        _bias = new Parameter(empty(outputSize, dtype, device).DetachFromDisposeScope());
        register_parameter(nameof(bias), _bias);
        var bound = inputSize > 0 ? 1 / Math.Sqrt(inputSize) : 0;
        init.uniform_(_bias, -bound, bound);
    }

    public long in_features { get; set; }

    public long out_features { get; set; }

    public Parameter weight
    {
        get => _weight;
        set => ConditionallyRegisterParameter(nameof(weight), _weight = value);
    }

    public Parameter? bias
    {
        get => _bias;
        set => ConditionallyRegisterParameter(nameof(bias), _bias = value);
    }

    public override Tensor forward(Tensor tensor) => functional.linear(tensor, _weight, _bias);
}
