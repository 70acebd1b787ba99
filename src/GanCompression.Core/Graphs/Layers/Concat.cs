using System.Text.Json.Serialization;

namespace GanCompression;

/// <summary>Joins inputs of the same size along the channels.</summary>
public sealed record Concat : Layer
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Kind => "concat";

    /// <inheritdoc/>
    [JsonIgnore]
    public override int MinInputs => 2;

    /// <inheritdoc/>
    [JsonIgnore]
    public override int MaxInputs => 64;

    /// <inheritdoc/>
    public override int InferChannels(ReadOnlySpan<int> inputChannels)
    {
        long total = 0;
        foreach (int channels in inputChannels)
            total += channels;
        RequireRange(Kind, "total channels", total, 1, MaxChannels);
        return (int)total;
    }
}
