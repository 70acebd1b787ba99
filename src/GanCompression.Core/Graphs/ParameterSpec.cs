using System.Collections.Immutable;

namespace GanCompression;

/// <summary>What a layer or a graph expects of one entry of its weight table.</summary>
/// <param name="Name">Local name in a layer (<c>weight</c>), full name in a graph (<c>model.1.weight</c>).</param>
/// <param name="Shape">Shape in PyTorch's layout.</param>
/// <param name="IsTrainable">False for buffers such as running statistics.</param>
public sealed record ParameterSpec(string Name, ImmutableArray<int> Shape, bool IsTrainable = true)
{
    /// <summary>Number of elements.</summary>
    public long Elements
    {
        get
        {
            long elements = 1;
            foreach (int extent in Shape)
                elements *= extent;
            return elements;
        }
    }
}
