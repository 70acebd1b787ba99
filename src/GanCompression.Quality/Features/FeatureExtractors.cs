using System.Reflection;

namespace GanCompression.Quality;

/// <summary>The feature extractors that come with the library. Every distance carries the name of the one it was computed with.</summary>
/// <remarks>An extractor may be used by several threads at once. It compiles its network once for each size of image and each thread that is at work.</remarks>
public static class FeatureExtractors
{
    // The package with the default features. By name: whoever does without its 63 MB does without a reference to it.
    private const string DefaultAssembly = "GanCompression.Quality.ResNet18";

    private static readonly Lazy<IFeatureExtractor> s_default = new(FindDefault);

    /// <summary>
    /// What distances use when nobody chooses: ResNet-18 where the application references the package GanCompression.Quality.ResNet18, as everything that
    /// trains does; else <see cref="RandomNetwork"/>, whose name then stands beside every figure. Always the same one within a process. A trimmed application
    /// keeps the package only if its code names it: pass <c>ResNet18Features.Create()</c> there.
    /// </summary>
    public static IFeatureExtractor Default => s_default.Value;

    /// <summary>Any network with one value per feature, for example one that <see cref="OnnxImport"/> read.</summary>
    /// <param name="name">Name that goes with every figure computed from its features.</param>
    /// <param name="network">A network from three planes to one pixel of features.</param>
    /// <param name="input">How it wants to see images.</param>
    /// <returns>As many features as the network has output channels.</returns>
    /// <exception cref="ArgumentException">The network does not take three planes, does not end in one pixel at the size, or the settings of its input do not go together.</exception>
    /// <exception cref="NotSupportedException">The engine lacks a layer of the network.</exception>
    public static IFeatureExtractor FromNetwork(string name, Network network, FeatureInput input)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(input);
        input.Validate();
        LayerGraph graph = network.Graph;
        if (graph.Inputs is not [{ Channels: 3 }])
            throw new ArgumentException($"A feature network takes one image of 3 planes, but '{graph.Architecture}' takes {string.Join(", ", graph.Inputs)}.", nameof(network));
        if (input.Size is { } size)
        {
            try
            {
                TensorShape shape = graph.InferShapes(size, size)[graph.Output];
                if (shape.Height != 1 || shape.Width != 1)
                    throw new GraphException($"its result is {shape}");
            }
            catch (GraphException e)
            {
                throw new ArgumentException(FormattableString.Invariant($"'{graph.Architecture}' does not end in one pixel of features for images of {size}×{size} pixels: {e.Message}."), nameof(network), e);
            }
        }

        return new PreparedNetworkExtractor(name, network, input);
    }

    /// <summary>
    /// SqueezeNet 1.1 trained on ImageNet with Caffe's preprocessing: the output of its last fire module averaged over the
    /// image, at the image's own size. Small enough to judge many generators, and knows what pictures show.
    /// </summary>
    /// <param name="weightsPath">Weights named as in torchvision, <c>features.*</c>, for an input of blue, green, red: <c>.pth</c>, <c>.safetensors</c> or <c>.npz</c>. A classifier in the file is not used.</param>
    /// <returns>512 features for images of at least 25×25 pixels.</returns>
    /// <exception cref="FormatException">The file does not hold such weights.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static IFeatureExtractor SqueezeNet(string weightsPath) => SqueezeNet(FeatureWeights.Read(weightsPath), weightsPath);

    /// <summary>
    /// The Inception v3 network that defines the Fréchet Inception distance, with the weights that pytorch-fid distributes
    /// (<c>pt_inception-2015-12-05</c>): the image at 299×299 pixels by bilinear interpolation.
    /// </summary>
    /// <param name="weightsPath">The weights: pytorch-fid's <c>.pth</c> file as it is, or the same as <c>.safetensors</c> or <c>.npz</c>. The classifier in the file is not used.</param>
    /// <returns>2048 features for images of any size.</returns>
    /// <exception cref="FormatException">The file does not hold such weights.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static IFeatureExtractor Inception(string weightsPath) => Inception(FeatureWeights.Read(weightsPath), weightsPath);

    /// <summary>Chooses the extractor that a file of weights is for, by the names in it.</summary>
    /// <param name="weightsPath">Weights for <see cref="SqueezeNet(string)"/> or <see cref="Inception(string)"/>.</param>
    /// <exception cref="FormatException">The file holds the weights of neither, or is damaged.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static IFeatureExtractor FromFile(string weightsPath)
    {
        WeightTable weights = FeatureWeights.Read(weightsPath);
        if (weights.Keys.Any(name => name.StartsWith("Mixed_", StringComparison.Ordinal)))
            return Inception(weights, weightsPath);
        if (weights.Keys.Any(name => name.StartsWith("features.", StringComparison.Ordinal)))
            return SqueezeNet(weights, weightsPath);
        throw new FormatException($"'{weightsPath}' holds neither the weights of SqueezeNet (features.*) nor those of Inception (Mixed_*), but: {string.Join(", ", weights.Keys.Take(3))}, …");
    }

    /// <summary>
    /// A small convolutional network with fixed random weights, for when no trained weights are at hand. It tells whether
    /// colours and textures match, not whether objects do; compare its figures only with each other, and only for one seed.
    /// </summary>
    /// <param name="seed">Decides the weights; part of the name.</param>
    /// <returns>240 features for images of any size.</returns>
    public static IFeatureExtractor RandomNetwork(long seed = 0) => new RandomNetworkExtractor(seed);

    private static IFeatureExtractor FindDefault()
    {
        try
        {
            return Assembly.Load(DefaultAssembly).GetCustomAttribute<DefaultFeaturesAttribute>()?.Create() ?? RandomNetwork();
        }
        catch (FileNotFoundException)
        {
            return RandomNetwork();
        }
    }

    private static SqueezeNetExtractor SqueezeNet(WeightTable weights, string path) =>
        new(FeatureWeights.Join(FeatureNetworks.SqueezeNet(), weights, name => name.StartsWith("classifier.", StringComparison.Ordinal), path));

    private static InceptionExtractor Inception(WeightTable weights, string path)
    {
        FeatureWeights.RejectOtherInception(weights, path);
        return new InceptionExtractor(FeatureWeights.Join(FeatureNetworks.Inception(), weights, name => name is "fc.weight" or "fc.bias", path));
    }
}
