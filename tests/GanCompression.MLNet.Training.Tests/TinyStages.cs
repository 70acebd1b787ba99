using TorchSharp;

namespace GanCompression.MLNet.Training.Tests;

/// <summary>Stages that train in seconds.</summary>
internal static class TinyStages
{
    public static Pix2PixTrainer.Options Pix2Pix() => new()
    {
        Architecture = "mobile_resnet_2blocks",
        GeneratorWidth = 4,
        DiscriminatorWidth = 4,
        DiscriminatorLayers = 1,
        MaxEpochs = 2,
        BatchSize = 2,
        NumberOfThreads = 1,
        Seed = 1,
    };

    public static CycleGanTrainer.Options CycleGan() => new()
    {
        Architecture = "mobile_resnet_2blocks",
        GeneratorWidth = 4,
        DiscriminatorWidth = 4,
        DiscriminatorLayers = 1,
        PoolSize = 3,
        MaxEpochs = 2,
        BatchSize = 2,
        NumberOfThreads = 1,
        Seed = 1,
    };

    public static GeneratorDistillationTrainer.Options Distillation() => new()
    {
        StudentArchitecture = "sub_mobile_resnet_2blocks",
        StudentPlan = ChannelPlan.Parse("2_2_2_2_2_2_2_2"),
        DiscriminatorWidth = 4,
        DiscriminatorLayers = 1,
        MaxEpochs = 1,
        BatchSize = 2,
        NumberOfThreads = 1,
        Seed = 2,
    };

    public static FastGanCompressionTrainer.Options FastGanCompression() => new()
    {
        Channels = ChannelSet.Uniform(4, 3, 2),
        Budget = ComputeBudget.Ratio(1.2),
        Search = new SearchOptions { Strategy = new BudgetedSearch { Candidates = 6, FirstImages = 1, Finalists = 2 } },
        Blocks = 2,
        DiscriminatorWidth = 4,
        DiscriminatorLayers = 1,
        MaxEpochs = 2,
        BatchSize = 2,
        NumberOfThreads = 1,
        Seed = 3,
    };

    public static GanCompressionTrainer.Options GanCompression() => new()
    {
        StudentWidth = 3,
        Channels = ChannelSet.Uniform(3, 2),
        Budget = ComputeBudget.Ratio(1.5),
        Search = new SearchOptions { Strategy = new BudgetedSearch { Candidates = 6, FirstImages = 1, Finalists = 2 } },
        Blocks = 2,
        DiscriminatorWidth = 4,
        DiscriminatorLayers = 1,
        MaxEpochs = 2,
        BatchSize = 2,
        NumberOfThreads = 1,
        Seed = 3,
    };

    public static SupernetTrainer.Options Supernet() => new()
    {
        Channels = ChannelSet.Uniform(4, 3, 2),
        Blocks = 2,
        DiscriminatorWidth = 4,
        DiscriminatorLayers = 1,
        MaxEpochs = 2,
        BatchSize = 2,
        NumberOfThreads = 1,
        Seed = 3,
    };

    public static PlanSearchEstimator.Options Search() => new()
    {
        Budget = ComputeBudget.Ratio(1.2),
        Strategy = new BudgetedSearch { Candidates = 6, FirstImages = 1, Finalists = 2 },
        NumberOfThreads = 1,
        Seed = 3,
    };

    /// <summary>A teacher with deterministic weights, not trained.</summary>
    public static GeneratorModel Teacher(int width = 4)
    {
        LayerGraph graph = GeneratorNetworks.Create("mobile_resnet_2blocks", null, new ResNetGeneratorOptions { BaseWidth = width });
        return new GeneratorModel(new Network(graph, DeterministicFill.Weights(graph)), 16);
    }

    /// <summary>A supernet with deterministic weights, not trained; it says nothing of where it is from.</summary>
    public static GeneratorModel UntrainedSupernet(int width = 4)
    {
        LayerGraph graph = GeneratorNetworks.SubMobileResNet(ChannelPlan.Uniform(width), new ResNetGeneratorOptions { Blocks = 2 });
        return new GeneratorModel(new Network(graph, DeterministicFill.Weights(graph, "supernet:")), 16);
    }

    /// <summary>Tensors that are alive on this thread.</summary>
    public static long CountTensors() => DisposeScopeManager.Statistics.ThreadTotalLiveCount;
}
