using System.Text.Json.Serialization;

namespace GanCompression;

/// <summary>
/// Instance normalisation without parameters or running statistics: every channel of every sample is shifted and scaled to
/// mean 0 and (biased) variance 1.
/// </summary>
/// <param name="Channels">Channels.</param>
/// <param name="Epsilon">Added to the variance.</param>
public sealed record InstanceNorm2d(int Channels, double Epsilon = 1e-5) : Layer
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Kind => "instance_norm2d";

    /// <inheritdoc/>
    public override int InferChannels(ReadOnlySpan<int> inputChannels)
    {
        RequireChannels(Channels, inputChannels[0], Kind);
        return Channels;
    }

    /// <inheritdoc/>
    public override void Validate()
    {
        RequireRange(Kind, "channels", Channels, 1, MaxChannels);
        Require(Epsilon > 0 && Epsilon < 1, FormattableString.Invariant($"{Kind}: epsilon must be between 0 and 1, but is {Epsilon}"));
    }
}
