using System.Text.Json.Serialization;

namespace GanCompression;

/// <summary>Dropout: in training zeroes values with the given probability and scales the others up; otherwise the identity.</summary>
/// <param name="Rate">Probability, at least 0 and below 1.</param>
public sealed record Dropout(double Rate) : Layer
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Kind => "dropout";

    /// <inheritdoc/>
    public override void Validate() => Require(Rate is >= 0 and < 1, FormattableString.Invariant($"{Kind}: rate must be at least 0 and below 1, but is {Rate}"));
}
