using System.Globalization;

namespace GanCompression;

/// <summary>One extent of an input or output in an ONNX file: a number, or a name where the caller decides.</summary>
public readonly record struct OnnxDimension
{
    /// <summary>A fixed extent.</summary>
    /// <param name="extent">The extent.</param>
    public OnnxDimension(int extent) => Extent = extent;

    /// <summary>An extent that the caller decides.</summary>
    /// <param name="name">Its name: equal names mean equal extents.</param>
    public OnnxDimension(string name) => Name = name;

    /// <summary>The extent; 0 where the caller decides.</summary>
    public int Extent { get; }

    /// <summary>The name of an extent that the caller decides; null for a fixed one.</summary>
    public string? Name { get; }

    /// <summary>The number or the name.</summary>
    public override string ToString() => Name ?? Extent.ToString(CultureInfo.InvariantCulture);
}
