using System.Text.Json.Serialization;

namespace GanCompression;

/// <summary>Pads all sides with the mirror image of the border, without repeating the border pixel.</summary>
/// <param name="Padding">Pixels added on each side; must be smaller than the image.</param>
public sealed record ReflectionPad2d(int Padding) : Layer
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Kind => "reflection_pad2d";

    /// <inheritdoc/>
    public override int InferExtent(int size, bool isHeight)
    {
        Require(size > Padding, FormattableString.Invariant($"{Kind} of {Padding} needs more than {Padding} pixels, but gets {size}"));
        return size + 2 * Padding;
    }

    /// <inheritdoc/>
    public override void Validate() => RequireRange(Kind, "padding", Padding, 1, 255);
}
