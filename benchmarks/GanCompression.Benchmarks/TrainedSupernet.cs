using GanCompression.MLNet;
using GanCompression.Runtime;
using GanCompression.Training;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace GanCompression.Benchmarks;

/// <summary>A small teacher and its supernet, both trained on drawn façades, and images that neither has seen.</summary>
/// <param name="Teacher">The teacher.</param>
/// <param name="Model">The supernet.</param>
/// <param name="Search">Pairs to search on.</param>
/// <param name="HeldOut">Pairs to judge what was found.</param>
internal sealed record TrainedSupernet(GeneratorModel Teacher, GeneratorModel Model, ImagePairCache Search, ImagePairCache HeldOut) : IDisposable
{
    private const int ImageSize = 32;
    private const int TrainingImages = 400;
    private const int SearchImages = 100;
    private const int HeldOutImages = 500;
    private const int Width = 16;

    /// <summary>The plans that it is trained for.</summary>
    public static ChannelSet Channels { get; } = ChannelSet.Uniform(16, 12, 8, 6, 4);

    /// <summary>Trains both, for two or three minutes of one core.</summary>
    /// <param name="seed">Seed of scenes and training.</param>
    public static TrainedSupernet Train(long seed)
    {
        using ImagePairCache training = Draw(TrainingImages, 3 * seed);
        GeneratorModel teacher = Pix2PixTeacher.Train(training, new Pix2PixOptions
        {
            GeneratorWidth = Width, DiscriminatorWidth = Width, DiscriminatorLayers = 2, LearningRate = 0.0005, MaxEpochs = 10, BatchSize = 4, NumberOfThreads = 1, Seed = seed,
        });
        GeneratorModel supernet = Supernet.Train(teacher, training, new SupernetOptions
        {
            Channels = Channels, LearningRate = 0.0005, MaxEpochs = 20, BatchSize = 4, NumberOfThreads = 1, Seed = seed,
        });
        return new TrainedSupernet(teacher, supernet, Draw(SearchImages, 3 * seed + 1), Draw(HeldOutImages, 3 * seed + 2));
    }

    public void Dispose()
    {
        Search.Dispose();
        HeldOut.Dispose();
    }

    /// <summary>The score of a plan on the images that no search has seen.</summary>
    public double HeldOutScore(ChannelPlan plan, IPlanScorer scorer)
    {
        using var session = new GeneratorSession(Supernet.Export(Model, plan));
        return HeldOutScore(session, scorer);
    }

    /// <summary>The score of the teacher on the same images.</summary>
    public double HeldOutScoreOfTeacher(IPlanScorer scorer)
    {
        using var session = new GeneratorSession(Teacher);
        return HeldOutScore(session, scorer);
    }

    private double HeldOutScore(GeneratorSession session, IPlanScorer scorer)
    {
        var source = new byte[3 * ImageSize * ImageSize];
        var target = new byte[source.Length];
        var made = new List<RgbImage>(HeldOut.Count);
        var targets = new List<RgbImage>(HeldOut.Count);
        for (int i = 0; i < HeldOut.Count; i++)
        {
            HeldOut.Read(i, source, target);
            made.Add(session.Translate(new RgbImage(ImageSize, ImageSize, source)));
            targets.Add(new RgbImage(ImageSize, ImageSize, target));
        }

        return scorer.Score(made, targets);
    }

    private static ImagePairCache Draw(int count, long seed)
    {
        var cache = new ImagePairCache(ImageSize, ImageSize);
        IDataView scenes = new MLContext().GanCompression().Data.SyntheticFacades(count, ImageSize, seed);
        foreach ((MLImage source, MLImage target) in scenes.GetColumn<MLImage>("Source").Zip(scenes.GetColumn<MLImage>("Target")))
        {
            using (source)
            using (target)
                cache.Add(source.ToRgbImage(), target.ToRgbImage());
        }

        return cache;
    }
}
