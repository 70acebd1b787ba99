using System.Collections.Immutable;

namespace GanCompression;

/// <summary>One named step of a <see cref="LayerGraph"/>: a layer and where its inputs come from.</summary>
/// <param name="Name">
/// Unique name: the module path of the PyTorch reference (<c>model.10.conv_block.1</c>), so that parameter names and
/// feature taps map one to one.
/// </param>
/// <param name="Layer">What the step computes.</param>
/// <param name="Inputs">Names of the nodes or graph inputs it reads, in the layer's order.</param>
public sealed record LayerNode(string Name, Layer Layer, ImmutableArray<string> Inputs)
{
    /// <summary>The name of one of the node's parameters in a weight table, as in a PyTorch state_dict.</summary>
    /// <param name="parameter">The parameter's local name, for example <c>weight</c>.</param>
    public string ParameterName(string parameter) => $"{Name}.{parameter}";
}
