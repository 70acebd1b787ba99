using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using SkiaSharp;

namespace GanCompression.Quality.Tests;

/// <summary>The packaged network against ONNX Runtime on the same two files.</summary>
[TestClass]
public sealed class ResNet18FeaturesTests
{
    private const int Size = 224;

    [TestMethod]
    [DataRow("docs/images/oranges.png")]
    [DataRow("docs/images/facades.png")]
    public void Extract_RealImage_AgreesWithOnnxRuntime(string file) => AssertAgrees(Load(file));

    [TestMethod]
    [DataRow(Size, Size)]
    [DataRow(61, 300)]
    public void Extract_Noise_AgreesWithOnnxRuntime(int width, int height) => AssertAgrees(Noise(width, height));

    [TestMethod]
    public void Network_PackagedFile_KeepsNamesAndShapes()
    {
        LayerGraph graph = ResNet18Features.Network.Graph;

        IReadOnlyDictionary<string, TensorShape> shapes = graph.InferShapes(Size, Size);

        Assert.AreEqual("CNTKGraph", graph.Architecture);
        Assert.AreEqual("Pooling395", graph.Output);
        Assert.AreEqual(new TensorShape(512, 1, 1), shapes["Pooling395"]);
        Assert.HasCount(74, graph.Nodes);
        (string, TensorShape)[] taps =
        [
            ("ReLU269", new(64, 56, 56)), ("ReLU283", new(64, 56, 56)), ("ReLU301", new(128, 28, 28)), ("ReLU315", new(128, 28, 28)), ("ReLU333", new(256, 14, 14)),
            ("ReLU347", new(256, 14, 14)), ("ReLU365", new(512, 7, 7)), ("ReLU379", new(512, 7, 7)), ("ReLU393", new(512, 7, 7)),
        ];
        foreach ((string name, TensorShape shape) in taps)
            Assert.AreEqual(shape, shapes[name], name);
    }

    [TestMethod]
    public void Default_WhereThePackageIsReferenced_IsResNet18()
    {
        Assert.AreSame(ResNet18Features.Create(), FeatureExtractors.Default);
        Assert.AreEqual("ResNet-18 (ImageNet)", FeatureExtractors.Default.Name);
        Assert.AreEqual(512, FeatureExtractors.Default.Dimension);
    }

    [TestMethod]
    public void Evaluator_DefaultExtractor_NamesItInEveryDistance()
    {
        var evaluator = new QualityEvaluator(FeatureExtractors.Default);
        evaluator.Add(Noise(32, 32, "a"), Noise(32, 32, "b"));
        evaluator.Add(Noise(32, 32, "c"), Noise(32, 32, "d"));

        QualityMetrics metrics = evaluator.Compute();

        Assert.AreEqual("ResNet-18 (ImageNet)", metrics.FeatureExtractor);
        Assert.AreEqual("Fréchet distance (ResNet-18 (ImageNet))", metrics.FrechetDistanceName);
        Assert.AreEqual("kernel distance (ResNet-18 (ImageNet))", metrics.KernelDistanceName);
    }

    private static void AssertAgrees(RgbImage image)
    {
        using var preprocessing = new InferenceSession(Resource("ResNetPreprocess.onnx"));
        using var network = new InferenceSession(Resource("ResNet18.onnx"));
        float[] prepared = Run(preprocessing, "OriginalInput", Planes(image.Resize(Size, Size)));
        float[] expected = Run(network, "Input247", prepared);

        var features = new float[512];
        ResNet18Features.Create().Extract(image, features);

        Assert.IsGreaterThan(0.5f, expected.Max());
        AssertEx.Close(expected, features, 1e-4 * expected.Max(MathF.Abs));
    }

    private static float[] Run(InferenceSession session, string input, float[] planes)
    {
        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> results = session.Run([NamedOnnxValue.CreateFromTensor(input, new DenseTensor<float>(planes, [1, 3, Size, Size]))]);
        return [.. results.Single().AsEnumerable<float>()];
    }

    private static float[] Planes(RgbImage image)
    {
        int count = image.Width * image.Height;
        var planes = new float[3 * count];
        for (int i = 0; i < planes.Length; i++)
            planes[i] = image.Pixels[i % count * 3 + i / count];
        return planes;
    }

    private static byte[] Resource(string name)
    {
        using Stream stream = typeof(ResNet18Features).Assembly.GetManifestResourceStream(name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static RgbImage Noise(int width, int height, string key = "noise") =>
        new(width, height, [.. DeterministicFill.Symmetric(key, 3L * width * height, 127.5, 127.5).Select(value => (byte)value)]);

    private static RgbImage Load(string file)
    {
        using SKBitmap bitmap = SKBitmap.Decode(RepositoryFolder.Path(file));
        SKColor[] colors = bitmap.Pixels;
        return new RgbImage(bitmap.Width, bitmap.Height, [.. colors.SelectMany(color => (byte[])[color.Red, color.Green, color.Blue])]);
    }
}
