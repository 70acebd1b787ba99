using System.Collections.Concurrent;
using System.Numerics.Tensors;
using GanCompression.Runtime;

namespace GanCompression.Training;

/// <summary>Compares images by their pixels: the mean absolute difference of values in [-1, 1].</summary>
internal sealed class PixelJudge(SearchImages images, IPlanScorer scorer, CancellationToken cancellationToken) : PlanJudge(images, scorer, cancellationToken)
{
    private readonly List<float[]> _teacher = [];
    private readonly ConcurrentDictionary<ChannelPlan, List<double>> _distances = [];

    public override string Key => "pixels";

    public override string Name => "mean absolute pixel difference to the teacher";

    public override bool SharesImages => false;

    public override void PrepareQuickScores(int count) => Images.RunTeacher(_teacher.Count, count, image => _teacher.Add([.. image]), CancellationToken);

    public override void PrepareScores()
    {
        // The scorer sees the targets as they are.
    }

    public override double QuickScore(ChannelPlan plan, CompiledNetwork network, int count)
    {
        List<double> distances = _distances.GetOrAdd(plan, _ => []);
        Run(plan, network, distances.Count, count, (index, image) =>
        {
            TensorPrimitives.Subtract(image, _teacher[index], image);
            distances.Add(TensorPrimitives.SumOfMagnitudes<float>(image) / image.Length);
        });
        return distances.Take(count).Average();
    }

    public override double Score(ChannelPlan plan, CompiledNetwork network)
    {
        var made = new List<RgbImage>(Images.Count);
        Run(plan, network, 0, Images.Count, (_, image) => made.Add(ToImage(image)));
        return Scorer.Score(made, Images.Targets);
    }
}
