using GanCompression;
using GanCompression.Training;

namespace Readme;

/// <summary>The example of the package's README.md, so that it is compiled.</summary>
internal static class ReadmeSnippet
{
    internal static GeneratorModel TrainAndCompress(IEnumerable<(RgbImage Source, RgbImage Target)> pairs, Action<string> log)
    {
        using var data = new ImagePairCache(height: 143, width: 143);   // 8-bit; spills to a temporary file beyond 2 GiB
        foreach ((RgbImage source, RgbImage target) in pairs)
            data.Add(source, target);

        GeneratorModel teacher = Pix2PixTeacher.Train(data, new Pix2PixOptions { ImageSize = 128, CheckpointFolder = "run" });
        return Distillation.Train(teacher, data, new DistillationOptions
        {
            ImageSize = 128,
            StudentPlan = ChannelPlan.Parse("16_16_32_16_32_32_16_16"),
            CheckpointFolder = "run",
            ProgressCallback = progress => log(progress.ToString()),
        });
    }
}
