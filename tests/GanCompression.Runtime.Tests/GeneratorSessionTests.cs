namespace GanCompression.Runtime.Tests;

[TestClass]
public sealed class GeneratorSessionTests
{
    [TestMethod]
    public void Translate_AnyAcceptedSize_IsWhatTheNetworkComputes()
    {
        GeneratorModel model = Model();
        using var session = new GeneratorSession(model);
        foreach ((int width, int height) in new[] { (32, 32), (20, 36), (32, 32), (52, 44) })
        {
            RgbImage source = Image(width, height, 1);
            var planes = new float[3 * width * height];
            source.ToPlanes(planes);
            var result = new float[planes.Length];
            CompiledNetwork.Compile(model.Generator, height, width).Run(planes, result);

            RgbImage translated = session.Translate(source);

            Assert.AreEqual((width, height), (translated.Width, translated.Height));
            CollectionAssert.AreEqual(RgbImage.FromPlanes(result, height, width).Pixels.ToArray(), translated.Pixels.ToArray());
        }
    }

    [TestMethod]
    public void Translate_ManyThreadsAndSizes_GivesTheSameAsOneThread()
    {
        using var session = new GeneratorSession(Model(), new CompileOptions { MaxImageSizes = 2 });
        RgbImage[] sources = [.. Enumerable.Range(0, 24).Select(i => Image(16 + 4 * (i % 5), 16 + 8 * (i % 3), i))];
        byte[][] expected = [.. sources.Select(source => session.Translate(source).Pixels.ToArray())];
        var actual = new byte[sources.Length][];

        Parallel.For(0, sources.Length, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i => actual[i] = session.Translate(sources[i]).Pixels.ToArray());

        for (int i = 0; i < sources.Length; i++)
            CollectionAssert.AreEqual(expected[i], actual[i], $"Image {i}");
    }

    [TestMethod]
    public void Run_AfterTheFirstTime_AllocatesNothing()
    {
        using var session = new GeneratorSession(Model());
        var source = new float[3 * 16 * 24];
        var target = new float[source.Length];
        session.Run(source, target, 16, 24);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 10; i++)
            session.Run(source, target, 16, 24);

        Assert.AreEqual(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [TestMethod]
    public void Translate_SizeThatIsNoMultiple_SaysWhatIsExpected()
    {
        using var session = new GeneratorSession(Model());

        AssertEx.ThrowsWith<GraphException>(() => session.Translate(Image(30, 32, 1)), "multiples of 4", "30×32", "Resize");
    }

    [TestMethod]
    public void Run_WrongLength_ThrowsAndTheSessionGoesOn()
    {
        using var session = new GeneratorSession(Model());

        Assert.ThrowsExactly<ArgumentException>(() => session.Run(new float[5], new float[3 * 256], 16, 16));
        Assert.AreEqual(16, session.Translate(Image(16, 16, 1)).Width);
    }

    [TestMethod]
    public void Translate_NetworkForOtherChannels_SaysWhatItTakes()
    {
        LayerGraph graph = GeneratorNetworks.ResNet(new ResNetGeneratorOptions { InputChannels = 4, BaseWidth = 2, Blocks = 1 });
        using var session = new GeneratorSession(new GeneratorModel(new Network(graph, DeterministicFill.Weights(graph)), 16));

        AssertEx.ThrowsWith<GraphException>(() => session.Translate(Image(16, 16, 1)), "4 channels into 3", "Run");
    }

    [TestMethod]
    public void Translate_AfterDispose_Throws()
    {
        var session = new GeneratorSession(Model());
        session.Dispose();
        session.Dispose();

        Assert.ThrowsExactly<ObjectDisposedException>(() => session.Translate(Image(16, 16, 1)));
    }

    [TestMethod]
    public void Constructor_NoImageSizes_Throws() =>
        AssertEx.ThrowsWith<ArgumentOutOfRangeException>(() => _ = new GeneratorSession(Model(), new CompileOptions { MaxImageSizes = 0 }), "MaxImageSizes must be at least 1, but was 0");

    private static GeneratorModel Model() => new(CompiledNetworkTests.SmallGenerator(), 32);

    private static RgbImage Image(int width, int height, int seed)
    {
        var pixels = new byte[3 * width * height];
        var random = new SeededRandom((ulong)seed);
        foreach (ref byte pixel in pixels.AsSpan())
            pixel = (byte)random.NextInt(256);
        return new RgbImage(width, height, pixels);
    }
}
