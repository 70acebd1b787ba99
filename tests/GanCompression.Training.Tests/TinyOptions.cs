namespace GanCompression.Training.Tests;

/// <summary>Options that train in seconds.</summary>
internal static class TinyOptions
{
    public static Pix2PixOptions Pix2Pix() => new()
    {
        Architecture = "mobile_resnet_2blocks",
        GeneratorWidth = 4,
        DiscriminatorWidth = 4,
        DiscriminatorLayers = 1,
        MaxEpochs = 2,
        BatchSize = 2,
        NumberOfThreads = 1,
        ReportEverySteps = 2,
    };

    public static CycleGanOptions CycleGan() => new()
    {
        Architecture = "mobile_resnet_1blocks",
        GeneratorWidth = 2,
        DiscriminatorWidth = 2,
        DiscriminatorLayers = 1,
        PoolSize = 3,
        MaxEpochs = 2,
        BatchSize = 2,
        NumberOfThreads = 1,
        ReportEverySteps = 2,
    };

    public static DistillationOptions Distillation() => new()
    {
        StudentArchitecture = "sub_mobile_resnet_2blocks",
        StudentPlan = ChannelPlan.Parse("2_2_2_2_2_2_2_2"),
        DiscriminatorWidth = 4,
        DiscriminatorLayers = 1,
        MaxEpochs = 2,
        BatchSize = 2,
        NumberOfThreads = 1,
        ReportEverySteps = 2,
    };
}
