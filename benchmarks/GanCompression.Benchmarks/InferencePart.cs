using System.Globalization;
using GanCompression.Runtime;
using GanCompression.Tool.Benchmarking;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace GanCompression.Benchmarks;

/// <summary>
/// How fast generators run, one image at a time: the plan of the published horse-to-zebra generator, a student for façades, and dense
/// teachers, beside libtorch and ONNX Runtime in turn. Weights are random: the arithmetic is the same.
/// </summary>
internal static class InferencePart
{
    /// <summary>Runs it.</summary>
    /// <param name="imageSize">Height and width of the images.</param>
    /// <param name="threads">Numbers of threads.</param>
    /// <param name="rounds">How often each engine gets its turn.</param>
    public static void Run(int imageSize, int[] threads, int rounds)
    {
        BenchmarkedModel[] models =
        [
            Random("published student", GeneratorNetworks.SubMobileResNet(ChannelPlan.Parse("16_16_32_16_32_32_16_16")), imageSize),
            Random("student for façades", GeneratorNetworks.SubMobileResNet(ChannelPlan.Parse("12_8_16_8_16_16_8_12")), imageSize),
            Random("teacher of width 32", GeneratorNetworks.ResNet(new ResNetGeneratorOptions { BaseWidth = 32 }), imageSize),
            Random("teacher of width 64", GeneratorNetworks.ResNet(new ResNetGeneratorOptions { BaseWidth = 64 }), imageSize),
        ];
        InferenceReport report = InferenceBenchmark.Run(
            models,
            new InferenceOptions
            {
                Threads = threads,
                Rounds = rounds,
                Peers = [PeerKind.Torch, PeerKind.OnnxRuntime],
                HasLayers = true,
            },
            (_, _) => { },
            CancellationToken.None);
        foreach (IRenderable part in BenchmarkTables.Render(report))
            AnsiConsole.Write(part);
        foreach (BenchmarkedModel model in models.Take(2))
            StartUp(model);
        string[] deployed = ["GanCompression.Core.dll", "GanCompression.Runtime.dll", "GanCompression.Quality.dll", "GanCompression.MLNet.dll", "Google.Protobuf.dll"];
        AnsiConsole.WriteLine("A service deploys " + string.Join(" + ", deployed.Select(file => string.Create(CultureInfo.InvariantCulture, $"{file} ({new FileInfo(Path.Combine(AppContext.BaseDirectory, file)).Length / 1000} kB)"))) + " and ML.NET.");
    }

    // What a service pays once: from the file to the first image, in a process that has run another model before.
    private static void StartUp(BenchmarkedModel model)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("gancompression-bench-");
        try
        {
            string path = Path.Combine(folder.FullName, "model.gcm");
            new GeneratorModel(model.Network, model.ImageSize).Save(path);
            var image = new RgbImage(model.ImageSize, model.ImageSize, new byte[3 * model.ImageSize * model.ImageSize]);
            LatencyMeasurement latency = LatencyMeasurement.Measure(
                () =>
                {
                    using var session = new GeneratorSession(GeneratorModel.Load(path));
                    _ = session.Translate(image);
                },
                new LatencyOptions { WarmUpRuns = 1 });
            AnsiConsole.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{model.Name}: from the file ({new FileInfo(path).Length / 1000} kB) to the first image in {latency.Undisturbed.TotalMilliseconds:0} ms (median {latency.Median.TotalMilliseconds:0} ms) in a warm process"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static BenchmarkedModel Random(string name, LayerGraph graph, int imageSize) => new(name, new Network(graph, WeightInitializer.Normal(graph, seed: 1)), imageSize);
}
