using System.Text.Json.Serialization;

namespace GanCompression;

/// <summary>Limits every value to a range.</summary>
/// <param name="Min">Lower bound.</param>
/// <param name="Max">Upper bound.</param>
public sealed record Clamp(double Min, double Max) : Layer
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Kind => "clamp";

    /// <inheritdoc/>
    public override void Validate() => Require(Min < Max, FormattableString.Invariant($"{Kind}: min must be below max, but they are {Min} and {Max}"));
}
