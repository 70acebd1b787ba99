using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace GanCompression;

/// <summary>Two-dimensional convolution with zero padding. Weight layout [out, in/groups, kernel height, kernel width].</summary>
/// <param name="InChannels">Input channels.</param>
/// <param name="OutChannels">Output channels.</param>
/// <param name="KernelHeight">Kernel height.</param>
/// <param name="KernelWidth">Kernel width.</param>
/// <param name="Stride">Stride in both dimensions.</param>
/// <param name="PaddingHeight">Zero padding above and below.</param>
/// <param name="PaddingWidth">Zero padding left and right.</param>
/// <param name="Groups">Number of groups; equal to the channels for a depthwise convolution.</param>
/// <param name="HasBias">Whether a bias is added.</param>
public sealed record Conv2d(
    int InChannels, int OutChannels, int KernelHeight, int KernelWidth, int Stride, int PaddingHeight, int PaddingWidth, int Groups, bool HasBias) : Layer
{
    /// <summary>Creates a convolution with a square kernel.</summary>
    /// <param name="inChannels">Input channels.</param>
    /// <param name="outChannels">Output channels.</param>
    /// <param name="kernel">Kernel height and width.</param>
    /// <param name="stride">Stride.</param>
    /// <param name="padding">Zero padding on all sides.</param>
    /// <param name="groups">Number of groups.</param>
    /// <param name="hasBias">Whether a bias is added.</param>
    public static Conv2d Square(int inChannels, int outChannels, int kernel, int stride = 1, int padding = 0, int groups = 1, bool hasBias = true) =>
        new(inChannels, outChannels, kernel, kernel, stride, padding, padding, groups, hasBias);

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Kind => "conv2d";

    /// <summary>Whether every channel is convolved by itself.</summary>
    [JsonIgnore]
    public bool IsDepthwise => Groups > 1 && Groups == InChannels && Groups == OutChannels;

    /// <inheritdoc/>
    [JsonIgnore]
    public override ImmutableArray<ParameterSpec> Parameters
    {
        get
        {
            var weight = new ParameterSpec("weight", [OutChannels, InChannels / Groups, KernelHeight, KernelWidth]);
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
        int kernel = isHeight ? KernelHeight : KernelWidth;
        int padded = size + 2 * (isHeight ? PaddingHeight : PaddingWidth);
        Require(padded >= kernel, FormattableString.Invariant($"{Kind} with kernel {kernel} needs at least {kernel} pixels, but the padded input has {padded}"));
        return (padded - kernel) / Stride + 1;
    }

    /// <inheritdoc/>
    public override void Validate()
    {
        RequireRange(Kind, "in_channels", InChannels, 1, MaxChannels);
        RequireRange(Kind, "out_channels", OutChannels, 1, MaxChannels);
        RequireRange(Kind, "kernel height", KernelHeight, 1, 255);
        RequireRange(Kind, "kernel width", KernelWidth, 1, 255);
        RequireRange(Kind, "stride", Stride, 1, 255);
        RequireRange(Kind, "padding height", PaddingHeight, 0, 255);
        RequireRange(Kind, "padding width", PaddingWidth, 0, 255);
        RequireRange(Kind, "groups", Groups, 1, InChannels);
        Require(InChannels % Groups == 0 && OutChannels % Groups == 0,
            FormattableString.Invariant($"{Kind}: groups must divide the channels, but {Groups} groups do not divide {InChannels} and {OutChannels}"));
    }
}
