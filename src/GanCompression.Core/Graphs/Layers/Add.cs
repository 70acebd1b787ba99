using System.Text.Json.Serialization;

namespace GanCompression;

/// <summary>Sum of two inputs of the same shape.</summary>
public sealed record Add : Layer
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Kind => "add";

    /// <inheritdoc/>
    [JsonIgnore]
    public override int MinInputs => 2;

    /// <inheritdoc/>
    public override int InferChannels(ReadOnlySpan<int> inputChannels)
    {
        Require(inputChannels[0] == inputChannels[1],
            FormattableString.Invariant($"{Kind} expects inputs with the same channels, but gets {inputChannels[0]} and {inputChannels[1]}"));
        return inputChannels[0];
    }
}
