using System.Text.Json.Serialization;

namespace GanCompression;

/// <summary>Maximum over windows.</summary>
/// <param name="Kernel">Window height and width.</param>
/// <param name="Stride">Stride.</param>
/// <param name="Padding">Padding with minus infinity on all sides; at most half the window.</param>
/// <param name="CeilMode">Whether a last window that is only partly inside counts.</param>
public sealed record MaxPool2d(int Kernel, int Stride, int Padding = 0, bool CeilMode = false) : Layer
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Kind => "max_pool2d";

    /// <inheritdoc/>
    public override int InferExtent(int size, bool isHeight)
    {
        int span = size + 2 * Padding - Kernel;
        Require(span >= 0, FormattableString.Invariant($"{Kind} with window {Kernel} needs at least {Kernel} pixels, but the padded input has {size + 2 * Padding}"));
        int extent = (CeilMode ? (span + Stride - 1) / Stride : span / Stride) + 1;

        // A window may not start in the padding behind the image.
        if (CeilMode && (extent - 1) * Stride >= size + Padding)
            extent--;
        return extent;
    }

    /// <inheritdoc/>
    public override void Validate()
    {
        RequireRange(Kind, "window", Kernel, 1, 255);
        RequireRange(Kind, "stride", Stride, 1, 255);
        RequireRange(Kind, "padding", Padding, 0, Kernel / 2);
    }
}
