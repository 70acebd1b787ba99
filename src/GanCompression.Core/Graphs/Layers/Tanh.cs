using System.Text.Json.Serialization;

namespace GanCompression;

/// <summary>Hyperbolic tangent.</summary>
public sealed record Tanh : Layer
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Kind => "tanh";
}
