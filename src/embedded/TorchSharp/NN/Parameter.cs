using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>A tensor that a module trains. It takes the data tensor over: that one is invalid afterwards.</summary>
public class Parameter : Tensor
{
    public Parameter(Tensor data, bool requires_grad = true)
        : base(data.requires_grad_(requires_grad).MoveHandle(), false)
    {
        if (data.OwningDisposeScope is not { } scope)
            return;
        scope.Remove(data);
        scope.Add(this);
    }
}
