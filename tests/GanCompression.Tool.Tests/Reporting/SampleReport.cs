using GanCompression.Tool.Reporting;

namespace GanCompression.Tool.Tests.Reporting;

/// <summary>A report with known figures.</summary>
internal static class SampleReport
{
    // The smallest valid PNG: one transparent pixel.
    public static readonly byte[] Png = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==");

    public static RunReport Create()
    {
        ModelReport teacher = Model("teacher.gcm", "resnet_9blocks", "32", 800_000_000, 2_856_323, 11_400_000, 21.5, 0.031, 0.61);
        ModelReport student = Model("student.gcm", "sub_mobile_resnet_9blocks", "16_16_16_16_16_16_8_8", 70_000_000, 190_000, 790_000, 1.9, 0.034, 0.60);
        return new RunReport
        {
            ToolVersion = "0.1.0",
            Finished = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
            Options = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["seed"] = "1", ["data"] = "a <b> & \"c\"" },
            Data = new DataReport("Synthetic façades", 200, 32, 64),
            Stages =
            [
                Stage("Pix2Pix", 10, step => new() { ["L1"] = 40 / Math.Sqrt(step), ["adversarial"] = -0.2 + (1 / step), ["discriminator"] = 0.6 }),
                Stage("Supernet", 6, step => new() { ["L1"] = 35 / Math.Sqrt(step), ["distillation"] = 4 / step }),
                Stage("Distillation", 8, step => new() { ["L1"] = 30 / Math.Sqrt(step), ["distillation"] = 3 / step }),
            ],
            Search = Search(),
            Teacher = teacher,
            Student = student,
            Ratio = RatioReport.Of(teacher, student),
            TotalSeconds = 251.3,
        };
    }

    public static ImageStrip Strip(int rows = 2, int imageSize = 64) =>
        new(["source", "target", "teacher", "student"], [.. Enumerable.Range(0, rows).Select(_ => (IReadOnlyList<byte[]>)[Png, Png, Png, Png])], imageSize);

    /// <summary>A search of three plans, one dropped early; the chosen one is the last.</summary>
    public static SearchReport Search(bool hasDistances = true) => new()
    {
        Budget = "at most 80,000,000 multiply-adds",
        Channels = "16,8",
        Scorer = "kernel distance (random network)",
        Ranking = "distance to the teacher (pixels)",
        PlansPriced = 256,
        GeneratorRuns = 90,
        Seconds = 4.5,
        Plan = "16_16_16_16_16_16_8_8",
        Points =
        [
            new SearchPointReport("16_16_16_16_16_16_16_8", 79_000_000, 200_000, hasDistances ? 0.5 : null, hasDistances ? 2 : 0, hasDistances ? null : 0.06, hasDistances ? null : 2.2, false),
            new SearchPointReport("8_16_16_16_16_16_16_8", 74_000_000, 195_000, hasDistances ? 0.25 : null, hasDistances ? 32 : 0, 0.05, 2.0, false),
            new SearchPointReport("16_16_16_16_16_16_8_8", 70_000_000, 190_000, hasDistances ? 0.3 : null, hasDistances ? 32 : 0, 0.04, null, true),
        ],
    };

    private static StageReport Stage(string name, int epochs, Func<double, SortedDictionary<string, double>> losses) => new()
    {
        Name = name,
        Epochs = epochs,
        Steps = epochs * 50,
        Seconds = 100,
        ImagesPerSecond = epochs * 50 * 4 / 100.0,
        Losses = [.. Enumerable.Range(1, epochs * 5).Select(i => new LossPoint(i * 10, i / 5.0, losses(i * 10)))],
    };

    private static ModelReport Model(string file, string architecture, string channels, long multiplyAdds, long parameters, long bytes, double milliseconds, double kernel, double ssim) => new()
    {
        File = file,
        Architecture = architecture,
        Channels = channels,
        MultiplyAdds = multiplyAdds,
        ExactMultiplyAdds = multiplyAdds * 9 / 10,
        Parameters = parameters,
        FileBytes = bytes,
        Latency = new LatencyReport(milliseconds, milliseconds * 0.97, milliseconds * 1.2, milliseconds * 1.01, 50),
        Quality = new QualityReport
        {
            Images = 32,
            FeatureExtractor = "random network",
            KernelDistanceName = "kernel distance (random network)",
            KernelDistance = kernel,
            KernelDistanceStandardError = 0.002,
            FrechetDistanceName = "Fréchet distance (random network)",
            FrechetDistance = kernel * 100,
            Ssim = ssim,
            Psnr = double.PositiveInfinity,
            L1 = 0.08,
        },
    };
}
