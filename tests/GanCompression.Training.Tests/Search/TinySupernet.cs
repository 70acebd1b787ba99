using GanCompression.Runtime;

namespace GanCompression.Training.Tests.Search;

/// <summary>A supernet with made-up weights, a teacher that is one of its sub-networks, and images that this teacher makes.</summary>
internal static class TinySupernet
{
    public static readonly ChannelSet Channels = ChannelSet.Uniform(4, 3, 2);

    public static readonly ChannelPlan TeacherPlan = ChannelPlan.Parse("3_2_3_2_3_3_4_3");

    public static GeneratorModel Create()
    {
        LayerGraph graph = GeneratorNetworks.SubMobileResNet(Channels.Largest, new() { Blocks = 3 });
        return new GeneratorModel(new Network(graph, DeterministicFill.Weights(graph)), 16);
    }

    public static GeneratorModel Teacher() => Supernet.Export(Create(), TeacherPlan);

    public static ImagePairCache Data(int count = 6, GeneratorModel? teacher = null)
    {
        using var session = new GeneratorSession(teacher ?? Teacher());
        var cache = new ImagePairCache(16, 16);
        for (int i = 0; i < count; i++)
        {
            RgbImage source = SyntheticPairs.Source(i, 16);
            cache.Add(source, session.Translate(source));
        }

        return cache;
    }
}
