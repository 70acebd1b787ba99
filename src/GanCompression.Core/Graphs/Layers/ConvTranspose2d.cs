using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace GanCompression;

/// <summary>Two-dimensional transposed convolution. Weight layout [in, out, kernel, kernel].</summary>
/// <param name="InChannels">Input channels.</param>
/// <param name="OutChannels">Output channels.</param>
/// <param name="Kernel">Kernel height and width.</param>
/// <param name="Stride">Stride.</param>
/// <param name="Padding">Padding removed from all sides of the output.</param>
/// <param name="OutputPadding">Rows and columns added below and right of the output.</param>
/// <param name="HasBias">Whether a bias is added.</param>
public sealed record ConvTranspose2d(int InChannels, int OutChannels, int Kernel, int Stride, int Padding, int OutputPadding, bool HasBias) : Layer
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Kind => "conv_transpose2d";

    /// <inheritdoc/>
    [JsonIgnore]
    public override ImmutableArray<ParameterSpec> Parameters
    {
        get
        {
            var weight = new ParameterSpec("weight", [InChannels, OutChannels, Kernel, Kernel]);
            return HasBias ? [weight, new ParameterSpec("bias", [OutChannels])] : [weight];
        }
    }

    /// <inheritdoc/>
    public override int InferChannels(ReadOnlySpan<int> inputChannels)
    {
        RequireChannels(InChannels, inputChannels[0], Kind);
        return OutChannels;
    }

    /// <inheritdoc/>
    public override int InferExtent(int size, bool isHeight)
    {
        int extent = (size - 1) * Stride - 2 * Padding + Kernel + OutputPadding;
        Require(extent >= 1, FormattableString.Invariant($"{Kind} would give {extent} pixels for an input of {size}"));
        return extent;
    }

    /// <inheritdoc/>
    public override void Validate()
    {
        RequireRange(Kind, "in_channels", InChannels, 1, MaxChannels);
        RequireRange(Kind, "out_channels", OutChannels, 1, MaxChannels);
        RequireRange(Kind, "kernel", Kernel, 1, 255);
        RequireRange(Kind, "stride", Stride, 1, 255);
        RequireRange(Kind, "padding", Padding, 0, Kernel - 1);
        RequireRange(Kind, "output_padding", OutputPadding, 0, Math.Max(0, Stride - 1));
    }
}
