using System.Collections.Immutable;
using GanCompression.Quality;
using TorchSharp;
using F = TorchSharp.torch.nn.functional;
using Tensor = TorchSharp.torch.Tensor;

namespace GanCompression.Training;

/// <summary>
/// The distance between two batches of images in the eyes of a frozen network (Johnson et al., ECCV 2016): the weighted sum of the distances between the values
/// of chosen nodes. Gradients flow to the images, none to the weights. Not thread-safe.
/// </summary>
/// <remarks>
/// Images are resized with PyTorch's antialiased bicubic interpolation, which keeps fractions where <see cref="RgbImage.Resize"/> rounds to 8 bits; otherwise the network sees
/// what the extractor of the same <see cref="FeatureInput"/> sees.
/// </remarks>
/// <example>
/// <code>
/// using var loss = new PerceptualLoss(ResNet18Features.Network, ResNet18Features.Input, [new("ReLU283"), new("ReLU315")]);
/// Tensor distance = loss.Compute(generated, target);
/// </code>
/// </example>
public sealed class PerceptualLoss : IDisposable
{
    private readonly TrainableNetwork _network;
    private readonly FeatureInput _input;
    private readonly string[] _nodes;
    private readonly ReconstructionLoss _distance;
    private readonly Tensor? _mean;

    /// <summary>Prepares a loss.</summary>
    /// <param name="network">The network: three planes in, any output.</param>
    /// <param name="input">How it wants to see images.</param>
    /// <param name="taps">Nodes whose values are compared, at least one, each once.</param>
    /// <param name="distance">How values are compared: a mean over all elements of a node.</param>
    /// <exception cref="ArgumentException">There are no taps, one comes twice or has no positive weight, or the settings of the input do not go together.</exception>
    /// <exception cref="GraphException">The network has no such node, or does not take three planes.</exception>
    public PerceptualLoss(Network network, FeatureInput input, ImmutableArray<FeatureTap> taps, ReconstructionLoss distance = ReconstructionLoss.L1)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(input);
        input.Validate();
        if (taps.IsDefaultOrEmpty)
            throw new ArgumentException("A perceptual loss compares the values of at least one node, but got none.", nameof(taps));
        if (network.Graph.Inputs is not [{ Channels: 3 }])
            throw new GraphException($"A perceptual loss needs a network that takes one image of 3 planes, but '{network.Graph.Architecture}' takes {string.Join(", ", network.Graph.Inputs)}.");
        foreach (FeatureTap tap in taps)
        {
            _ = network.Graph.Node(tap.Node);
            if (!(tap.Weight > 0) || !double.IsFinite(tap.Weight))
                throw new ArgumentException(FormattableString.Invariant($"The weight of node '{tap.Node}' must be a number above 0, but is {tap.Weight}."), nameof(taps));
            if (taps.Count(other => other.Node == tap.Node) > 1)
                throw new ArgumentException($"Node '{tap.Node}' is compared twice; give it one weight.", nameof(taps));
        }

        Taps = taps;
        _distance = distance;
        _input = input;
        _nodes = [.. taps.Select(tap => tap.Node)];
        _network = new TrainableNetwork(network, isTrainable: false);
        _mean = input.Mean is { } mean ? Mean(mean) : null;
    }

    /// <summary>The nodes whose values are compared.</summary>
    public ImmutableArray<FeatureTap> Taps { get; }

    /// <summary>The distance between two batches.</summary>
    /// <param name="actual">What was generated: batch × 3 × height × width, red, green, blue from −1 to 1. Gradients flow into it.</param>
    /// <param name="expected">What it should be, of the same shape. No gradient flows into it.</param>
    /// <returns>A scalar.</returns>
    /// <exception cref="ArgumentException">The shapes differ or are not those of images.</exception>
    /// <exception cref="GraphException">The images are too small for the network.</exception>
    public Tensor Compute(Tensor actual, Tensor expected)
    {
        ArgumentNullException.ThrowIfNull(actual);
        ArgumentNullException.ThrowIfNull(expected);
        if (!actual.shape.AsSpan().SequenceEqual(expected.shape))
            throw new ArgumentException($"A perceptual loss compares images of one shape, but got [{string.Join(", ", actual.shape)}] and [{string.Join(", ", expected.shape)}].", nameof(expected));
        using DisposeScope scope = torch.NewDisposeScope();
        Tensor[] wanted;
        using (torch.no_grad())
            wanted = Features(expected);
        Tensor[] made = Features(actual);
        Tensor sum = ReconstructionLosses.Compute(_distance, made[0], wanted[0]) * Taps[0].Weight;
        for (int i = 1; i < made.Length; i++)
            sum += ReconstructionLosses.Compute(_distance, made[i], wanted[i]) * Taps[i].Weight;
        return sum.MoveToOuterDisposeScope();
    }

    /// <summary>The values of the nodes for a batch, in the order of <see cref="Taps"/>.</summary>
    /// <param name="images">Batch × 3 × height × width, red, green, blue from −1 to 1.</param>
    /// <exception cref="ArgumentException">The shape is not that of images.</exception>
    /// <exception cref="GraphException">The images are too small for the network.</exception>
    public Tensor[] Features(Tensor images)
    {
        ArgumentNullException.ThrowIfNull(images);
        if (images.shape is not [_, 3, _, _])
            throw new ArgumentException($"A perceptual loss needs images of batch × 3 × height × width, but got [{string.Join(", ", images.shape)}].", nameof(images));
        using DisposeScope scope = torch.NewDisposeScope();
        Tensor[] values = _network.Forward(Prepare(images), narrowed: null, isFrozen: true, _nodes);
        return Array.ConvertAll(values, value => value.MoveToOuterDisposeScope());
    }

    /// <summary>Frees the weights.</summary>
    public void Dispose()
    {
        _network.Dispose();
        _mean?.Dispose();
    }

    private Tensor Prepare(Tensor images)
    {
        Tensor x = images;
        if (_input.Size is { } size && (x.shape[2] != size || x.shape[3] != size))
            x = F.interpolate(x, [size, size], mode: torch.InterpolationMode.Bicubic, align_corners: false, antialias: true).clamp(-1, 1);
        if (_input.IsBlueFirst)
            x = x.flip(1);
        x = (x + 1) * (127.5 * _input.Scale);
        return _mean is null ? x : x - _mean;
    }

    // Lives as long as this object, outside every dispose scope.
    private static Tensor Mean(WeightTensor mean)
    {
        using Tensor values = mean.ToTensor();
        return (mean.Shape.Length == 1 ? values.reshape(1, 3, 1, 1) : values.unsqueeze(0)).clone().DetachFromDisposeScope();
    }
}

/// <summary>A node of a feature network whose values a <see cref="PerceptualLoss"/> compares.</summary>
/// <param name="Node">Name of the node.</param>
/// <param name="Weight">How much its distance counts, above 0.</param>
public sealed record FeatureTap(string Node, double Weight = 1);
