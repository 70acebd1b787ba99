using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>A module that has nothing to train.</summary>
public abstract class ParameterLessModule<T, TResult> : Module<T, TResult>
{
    protected ParameterLessModule(string name)
        : base(name)
    {
    }
}
