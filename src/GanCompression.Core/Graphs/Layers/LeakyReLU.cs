using System.Text.Json.Serialization;

namespace GanCompression;

/// <summary>Leaky rectifier: x for positive x, slope·x otherwise.</summary>
/// <param name="NegativeSlope">Slope for negative values.</param>
public sealed record LeakyReLU(double NegativeSlope) : Layer
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Kind => "leaky_relu";
}
