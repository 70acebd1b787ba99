using GanCompression.Quality;

[assembly: ResNet18Default]

namespace GanCompression.Quality;

/// <summary>
/// The features of a residual network of 18 layers that was trained on ImageNet: what its last residual block sees, averaged over the image. It knows what
/// pictures show, and takes no file. The files are those of the package Microsoft.ML.DnnImageFeaturizer.ResNet18 (MIT), read once per process, when they are first needed.
/// </summary>
public static class ResNet18Features
{
    /// <summary>Name that goes with every figure computed from these features.</summary>
    public const string Name = "ResNet-18 (ImageNet)";

    private const int Size = 224;

    private static readonly Lazy<Network> s_network = new(() => Open("ResNet18.onnx", stream => OnnxImport.Read(stream).Network));
    private static readonly Lazy<FeatureInput> s_input = new(() => Open("ResNetPreprocess.onnx", ReadInput));
    private static readonly Lazy<IFeatureExtractor> s_extractor = new(() => FeatureExtractors.FromNetwork(Name, Network, Input));

    /// <summary>
    /// The network: three planes of 224×224 pixels to 512 features of one pixel. Nodes are named as in the file: the residual blocks end in <c>ReLU269</c> and <c>ReLU283</c>
    /// (64 channels, 56×56), <c>ReLU301</c> and <c>ReLU315</c> (128, 28×28), <c>ReLU333</c> and <c>ReLU347</c> (256, 14×14), <c>ReLU365</c>, <c>ReLU379</c> and <c>ReLU393</c> (512, 7×7).
    /// </summary>
    public static Network Network => s_network.Value;

    /// <summary>How the network wants to see images: 224×224 pixels, blue, green, red from 0 to 255, minus the mean image of its training set.</summary>
    public static FeatureInput Input => s_input.Value;

    /// <summary>The feature extractor; the same one with every call.</summary>
    /// <returns>512 features for images of any size.</returns>
    public static IFeatureExtractor Create() => s_extractor.Value;

    // The file swaps the planes of a red, green, blue image and subtracts this one; it computes nothing else.
    private static FeatureInput ReadInput(Stream stream)
    {
        WeightTensor mean = OnnxImport.ReadTensors(stream)["MeanImage"];
        return new FeatureInput { Size = Size, IsBlueFirst = true, Mean = WeightTensor.FromFloats(mean.Floats, 3, Size, Size) };
    }

    private static T Open<T>(string resource, Func<Stream, T> read)
    {
        using Stream stream = typeof(ResNet18Features).Assembly.GetManifestResourceStream(resource)!;
        return read(stream);
    }
}

/// <summary>Makes these features the default wherever the assembly is referenced.</summary>
internal sealed class ResNet18DefaultAttribute : DefaultFeaturesAttribute
{
    /// <inheritdoc/>
    public override IFeatureExtractor Create() => ResNet18Features.Create();
}
