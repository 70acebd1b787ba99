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

    /// <summary>Tensors that are alive on this thread.</summary>
    public static long CountTensors() => DisposeScopeManager.Statistics.ThreadTotalLiveCount;
}
