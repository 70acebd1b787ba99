using System.Text.Json.Serialization;

namespace GanCompression;

/// <summary>Enlarges the image by repeating pixels.</summary>
/// <param name="Scale">Whole factor in both dimensions.</param>
public sealed record UpsampleNearest2d(int Scale) : Layer
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Kind => "upsample_nearest2d";

    /// <inheritdoc/>
    public override int InferExtent(int size, bool isHeight) => size * Scale;

    /// <inheritdoc/>
    public override void Validate() => RequireRange(Kind, "scale", Scale, 1, 64);
}
