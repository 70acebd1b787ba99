using GanCompression.Training;

namespace GanCompression.Benchmarks;

/// <summary>The networks that every contender runs.</summary>
/// <param name="Generator">A dense generator; in distillation the teacher.</param>
/// <param name="Discriminator">Sees source and image.</param>
/// <param name="Student">A narrow generator with separable convolutions.</param>
/// <param name="Adaptors">One 1×1 convolution per feature, from the student's channels to the teacher's.</param>
internal sealed record BenchmarkNetworks(Network Generator, Network Discriminator, Network Student, Network[] Adaptors)
{
    /// <summary>The nodes whose features are compared.</summary>
    public static string[] FeatureNodes => ["model.9", "model.12", "model.15", "model.18"];

    public static BenchmarkNetworks Create(int width)
    {
        Network generator = Random(GeneratorNetworks.ResNet(new ResNetGeneratorOptions { BaseWidth = width }), 1);
        int[] published = [16, 16, 32, 16, 32, 32, 16, 16];
        Network student = Random(GeneratorNetworks.SubMobileResNet(new ChannelPlan(Array.ConvertAll(published, channels => Math.Max(1, channels * width / 64)))), 3);
        Network[] adaptors = [.. FeatureNodes.Select((node, i) => Random(FeatureAdaptor.GraphFor(student.Graph.ChannelsOf(node), generator.Graph.ChannelsOf(node)), 4 + i))];
        return new BenchmarkNetworks(generator, Random(DiscriminatorNetworks.PatchGan(), 2), student, adaptors);
    }

    private static Network Random(LayerGraph graph, long seed) => new(graph, WeightInitializer.Normal(graph, seed));
}
