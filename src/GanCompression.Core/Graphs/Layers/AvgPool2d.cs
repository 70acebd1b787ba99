using System.Text.Json.Serialization;

namespace GanCompression;

/// <summary>Mean over windows.</summary>
/// <param name="Kernel">Window height and width.</param>
/// <param name="Stride">Stride.</param>
/// <param name="Padding">Padding on all sides; at most half the window.</param>
/// <param name="CountIncludePad">Whether padded zeros count in the mean.</param>
public sealed record AvgPool2d(int Kernel, int Stride, int Padding = 0, bool CountIncludePad = true) : Layer
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Kind => "avg_pool2d";

    /// <inheritdoc/>
    public override int InferExtent(int size, bool isHeight)
    {
        int span = size + 2 * Padding - Kernel;
        Require(span >= 0, FormattableString.Invariant($"{Kind} with window {Kernel} needs at least {Kernel} pixels, but the padded input has {size + 2 * Padding}"));
        return span / Stride + 1;
    }

    /// <inheritdoc/>
    public override void Validate()
    {
        RequireRange(Kind, "window", Kernel, 1, 255);
        RequireRange(Kind, "stride", Stride, 1, 255);
        RequireRange(Kind, "padding", Padding, 0, Kernel / 2);
    }
}
