using System.Numerics.Tensors;
using GanCompression.Runtime;

namespace GanCompression.Training;

/// <summary>
/// What becomes of the images of sub-networks: a quick score, mostly a distance to the teacher's images, or a score. Between two calls of the methods that
/// prepare, the others may be called by several threads, each with a network of its own.
/// </summary>
internal abstract class PlanJudge(SearchImages images, IPlanScorer scorer, CancellationToken cancellationToken)
{
    /// <summary>Says in a journal which quick score a number is.</summary>
    public abstract string Key { get; }

    /// <summary>Name of the quick score: what it is that it measures.</summary>
    public abstract string Name { get; }

    /// <summary>Whether a score goes on from the images behind the quick score, rather than making them again.</summary>
    public abstract bool SharesImages { get; }

    protected SearchImages Images => images;

    protected IPlanScorer Scorer => scorer;

    protected CancellationToken CancellationToken => cancellationToken;

    /// <summary>Fewest images that a quick score can be had of.</summary>
    public virtual int FewestImages => 1;

    /// <summary>Chooses how images are compared.</summary>
    public static PlanJudge Create(SearchImages images, SearchOptions options)
    {
        var scorer = options.Scorer as IFeatureScorer;
        QuickRanking ranking = options.Ranking;
        if (ranking == QuickRanking.Automatic)
            ranking = scorer is null ? QuickRanking.Pixels : scorer.JudgesFewImages ? QuickRanking.Score : QuickRanking.Features;
        return ranking switch
        {
            QuickRanking.Score => new ScoreJudge(images, scorer!, options.CancellationToken),
            QuickRanking.Features => new FeatureJudge(images, scorer!, options.CancellationToken),
            _ => new PixelJudge(images, options.Scorer, options.CancellationToken),
        };
    }

    /// <summary>Computes what is needed for quick scores of the first images. Not thread-safe.</summary>
    public abstract void PrepareQuickScores(int count);

    /// <summary>Computes what is needed of the targets for scores. Not thread-safe.</summary>
    public abstract void PrepareScores();

    /// <summary>The quick score of the first images. What is known of some of them from an earlier call is not computed again.</summary>
    public abstract double QuickScore(ChannelPlan plan, CompiledNetwork network, int count);

    /// <summary>The score over all images.</summary>
    public abstract double Score(ChannelPlan plan, CompiledNetwork network);

    /// <summary>Makes the images from <paramref name="first"/> to before <paramref name="end"/>; the array is used again for the next one.</summary>
    protected void Run(ChannelPlan plan, CompiledNetwork network, int first, int end, Action<int, float[]> take)
    {
        var source = new float[network.InputShape.Elements];
        var image = new float[network.OutputShape.Elements];
        for (int i = first; i < end; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            images.ReadSource(i, source);
            network.Run(source, image);
            if (!float.IsFinite(TensorPrimitives.SumOfMagnitudes<float>(image)))
                throw new InvalidOperationException($"The sub-network of plan {plan} makes images that are not numbers. The supernet's weights may be damaged.");
            take(i, image);
        }
    }

    protected RgbImage ToImage(float[] planes) => RgbImage.FromPlanes(planes, images.Height, images.Width);
}
