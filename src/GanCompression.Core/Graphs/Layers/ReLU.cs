using System.Text.Json.Serialization;

namespace GanCompression;

/// <summary>Rectifier: max(x, 0).</summary>
public sealed record ReLU : Layer
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Kind => "relu";
}
