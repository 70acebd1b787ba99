using System.Collections.Immutable;

namespace GanCompression;

/// <summary>An input or output of an ONNX file.</summary>
/// <param name="Name">Its name, by which runtimes know it.</param>
/// <param name="ElementType">Type of its elements.</param>
/// <param name="Dimensions">Its extents: batch, channels, height, width; of images batch, height, width, channels.</param>
public sealed record OnnxValue(string Name, ElementType ElementType, ImmutableArray<OnnxDimension> Dimensions)
{
    /// <summary>Name, type and shape, for messages: <c>source: Float32[1, 3, height, width]</c>.</summary>
    public override string ToString() => $"{Name}: {ElementType}[{string.Join(", ", Dimensions)}]";
}
