using System.Text.Json.Serialization;

namespace GanCompression;

/// <summary>Mean over the whole image: one pixel per channel.</summary>
public sealed record GlobalAvgPool2d : Layer
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Kind => "global_avg_pool2d";

    /// <inheritdoc/>
    public override int InferExtent(int size, bool isHeight) => 1;
}
