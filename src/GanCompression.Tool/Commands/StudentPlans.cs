using System.Globalization;

namespace GanCompression.Tool.Commands;

/// <summary>Finds a channel plan for a budget, by price alone: candidates have the proportions of published sub-networks.</summary>
internal static class StudentPlans
{
    private const int PublishedWidth = 64;

    // Published sub-networks of GAN Compression (TPAMI 2022) for edges-to-shoes, cityscapes, maps and horse-to-zebra, of teachers of that width.
    private static readonly int[][] s_published =
    [
        [32, 32, 48, 32, 48, 48, 16, 16],
        [24, 24, 40, 56, 24, 56, 16, 40],
        [32, 32, 48, 32, 32, 48, 24, 24],
        [16, 24, 48, 56, 40, 48, 24, 16],
        [32, 32, 48, 32, 48, 32, 16, 16],
        [16, 16, 40, 40, 40, 64, 24, 16],
        [16, 16, 32, 16, 32, 32, 16, 16],
        [16, 16, 24, 16, 32, 64, 16, 24],
    ];

    /// <summary>The costliest candidate within a budget; of equally costly ones the one with the most parameters.</summary>
    /// <param name="teacher">The generator to compress.</param>
    /// <param name="architecture">Architecture of the student.</param>
    /// <param name="imageSize">Image size that the cost is for.</param>
    /// <param name="budget">What it may cost.</param>
    /// <exception cref="UsageException">Not even the smallest candidate fits.</exception>
    public static ChannelPlan Costliest(LayerGraph teacher, string architecture, int imageSize, ComputeBudget budget)
    {
        ComputeBudget limit = budget.For(ComputeCost.Of(teacher, imageSize, imageSize));
        List<(ChannelPlan Plan, ComputeCost Cost)> candidates = [.. Candidates(WidthOf(teacher))
            .Select(plan => (plan, ComputeCost.Of(GeneratorNetworks.Create(architecture, plan), imageSize, imageSize)))];
        List<(ChannelPlan Plan, ComputeCost Cost)> fitting = [.. candidates.Where(candidate => limit.Allows(candidate.Cost.MultiplyAdds, candidate.Cost.Parameters))];
        if (fitting.Count > 0)
            return fitting.OrderBy(candidate => candidate.Cost.MultiplyAdds).ThenBy(candidate => candidate.Cost.Parameters).ThenBy(candidate => candidate.Plan.ToString(), StringComparer.Ordinal).Last().Plan;
        ComputeCost smallest = candidates.MinBy(candidate => candidate.Cost.MultiplyAdds).Cost;
        throw new UsageException(string.Create(CultureInfo.InvariantCulture,
            $"No student fits a budget of {budget}: the smallest that is considered needs {smallest.MultiplyAdds:#,0} multiply-adds and {smallest.Parameters:#,0} parameters at {imageSize}×{imageSize} pixels. Raise the budget, or give a plan with --plan."));
    }

    /// <summary>The proportions of the published plans at every width up to the teacher's, in steps that suit vector units.</summary>
    private static HashSet<ChannelPlan> Candidates(int width)
    {
        int step = width >= 32 ? 4 : width >= 16 ? 2 : 1;
        var plans = new HashSet<ChannelPlan>();
        for (int scale = 1; scale <= width; scale++)
        {
            foreach (int[] published in s_published)
                plans.Add(new ChannelPlan([.. published.Select(channels => Math.Max(step, (int)Math.Round((double)channels * scale / PublishedWidth / step) * step))]));
        }

        return plans;
    }

    /// <summary>Base width of the teacher: its widest entry; that of the published teachers for networks of another family.</summary>
    private static int WidthOf(LayerGraph graph) => GeneratorNetworks.PlanOf(graph)?.Channels.Max() ?? PublishedWidth;
}
