using GanCompression.Runtime;

namespace GanCompression.Quality;

/// <summary>A feature extractor that is a network with one value per feature; compiled once per image size.</summary>
internal abstract class NetworkFeatureExtractor : IFeatureExtractor
{
    // Test sets have one size, rarely a few; a compiled network costs a copy of its weights.
    private const int MaxCompiledSizes = 4;

    private readonly Lock _gate = new();
    private readonly Network _network;
    private readonly Dictionary<(int Height, int Width), CompiledNetwork> _compiled = [];
    private float[] _input = [];

    private protected NetworkFeatureExtractor(string name, Network network)
    {
        Name = name;
        _network = network;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public int Dimension => _network.Graph.OutputChannels;

    /// <summary>Computes the features of one image. Safe to call from several threads, which take turns.</summary>
    /// <inheritdoc/>
    public void Extract(RgbImage image, Span<float> features)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (features.Length != Dimension)
            throw new ArgumentException(FormattableString.Invariant($"'{Name}' gives {Dimension} features, but there is room for {features.Length}."), nameof(features));
        lock (_gate)
        {
            (int height, int width) = InputSize(image);
            int length = checked(3 * height * width);
            if (_input.Length != length)
                _input = new float[length];
            Prepare(image, _input);
            Compiled(image, height, width).Run(_input, features);
        }
    }

    /// <summary>Size at which the network sees an image.</summary>
    private protected virtual (int Height, int Width) InputSize(RgbImage image) => (image.Height, image.Width);

    /// <summary>Writes the network's input: three planes of <see cref="InputSize"/>.</summary>
    private protected abstract void Prepare(RgbImage image, Span<float> planes);

    private CompiledNetwork Compiled(RgbImage image, int height, int width)
    {
        if (_compiled.TryGetValue((height, width), out CompiledNetwork? compiled))
            return compiled;
        if (_compiled.Count == MaxCompiledSizes)
            _compiled.Clear();
        try
        {
            compiled = CompiledNetwork.Compile(_network, height, width);
        }
        catch (GraphException e)
        {
            throw new ArgumentException(FormattableString.Invariant($"'{Name}' cannot look at an image of {image.Width}×{image.Height} pixels: {e.Message}"), nameof(image), e);
        }

        _compiled[(height, width)] = compiled;
        return compiled;
    }
}
