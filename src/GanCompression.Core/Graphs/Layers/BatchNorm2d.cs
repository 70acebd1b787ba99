using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace GanCompression;

/// <summary>Batch normalisation with scale, shift and running statistics.</summary>
/// <param name="Channels">Channels.</param>
/// <param name="Epsilon">Added to the variance.</param>
/// <param name="HasScale">Whether a learned scale is applied (off in the Inception network of the Fréchet distance).</param>
public sealed record BatchNorm2d(int Channels, double Epsilon = 1e-5, bool HasScale = true) : Layer
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Kind => "batch_norm2d";

    /// <inheritdoc/>
    [JsonIgnore]
    public override ImmutableArray<ParameterSpec> Parameters
    {
        get
        {
            ImmutableArray<ParameterSpec> shared =
            [
                new("bias", [Channels]),
                new("running_mean", [Channels], IsTrainable: false),
                new("running_var", [Channels], IsTrainable: false),
            ];
            return HasScale ? [new ParameterSpec("weight", [Channels]), .. shared] : shared;
        }
    }

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
