using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using GanCompression.Runtime;

namespace GanCompression.Quality;

/// <summary>A feature extractor that is a network with one value per feature. Threads do not wait for each other: each has a compiled network of its own.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The session holds managed memory only; an extractor lives as long as its user.")]
internal abstract class NetworkFeatureExtractor : IFeatureExtractor
{
    // What a model is said to be made for; the session takes images of any size that the network accepts.
    private const int NominalSize = 299;

    // Test sets have one size, rarely a few.
    private const int MaxImageSizes = 4;

    private readonly GeneratorSession _session;

    private protected NetworkFeatureExtractor(string name, Network network, int? size = null)
    {
        Name = name;
        Dimension = network.Graph.OutputChannels;
        _session = new GeneratorSession(new GeneratorModel(network, size ?? NominalSize), new CompileOptions { MaxImageSizes = MaxImageSizes });
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public int Dimension { get; }

    /// <summary>Computes the features of one image. Safe to call from several threads at once.</summary>
    /// <inheritdoc/>
    public void Extract(RgbImage image, Span<float> features)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (features.Length != Dimension)
            throw new ArgumentException(FormattableString.Invariant($"'{Name}' gives {Dimension} features, but there is room for {features.Length}."), nameof(features));
        (int height, int width) = InputSize(image);
        int length = checked(3 * height * width);
        float[] planes = ArrayPool<float>.Shared.Rent(length);
        try
        {
            Span<float> input = planes.AsSpan(0, length);
            Prepare(image, input);
            _session.Run(input, features, height, width);
        }
        catch (GraphException e)
        {
            throw new ArgumentException(FormattableString.Invariant($"'{Name}' cannot look at an image of {image.Width}×{image.Height} pixels: {e.Message}"), nameof(image), e);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(planes);
        }
    }

    /// <summary>Size at which the network sees an image.</summary>
    private protected virtual (int Height, int Width) InputSize(RgbImage image) => (image.Height, image.Width);

    /// <summary>Writes the network's input: three planes of <see cref="InputSize"/>.</summary>
    private protected abstract void Prepare(RgbImage image, Span<float> planes);
}

/// <summary>Any network with a description of how it wants to see images.</summary>
internal sealed class PreparedNetworkExtractor(string name, Network network, FeatureInput input) : NetworkFeatureExtractor(name, network, input.Size)
{
    private protected override (int Height, int Width) InputSize(RgbImage image) => input.SizeOf(image);

    private protected override void Prepare(RgbImage image, Span<float> planes) => input.Prepare(image, planes);
}
