using GanCompression.Training;

namespace GanCompression.Benchmarks;

/// <summary>What both searches found in one supernet.</summary>
/// <param name="Seed">Seed of the supernet and of both searches.</param>
/// <param name="Budgeted">What the budgeted search found.</param>
/// <param name="BudgetedHeldOut">Score of its plan on held-out images.</param>
/// <param name="Evolution">What evolution found.</param>
/// <param name="EvolutionHeldOut">Score of its plan on held-out images.</param>
/// <param name="TeacherHeldOut">Score of the teacher on held-out images.</param>
/// <param name="ImagesToTarget">Images that evolution had made when it first had a plan as good as the budgeted one's by the score of the search; null for never.</param>
/// <param name="ImagesToHeldOutTarget">The same for its best plan at that time on held-out images.</param>
internal sealed record SearchComparison(
    int Seed, CompressionFrontier Budgeted, double BudgetedHeldOut, CompressionFrontier Evolution, double EvolutionHeldOut, double TeacherHeldOut, long? ImagesToTarget, long? ImagesToHeldOutTarget)
{
    /// <summary>How many times the images of the budgeted search all generations made.</summary>
    public double WholeRatio => (double)Evolution.GeneratorRuns / Budgeted.GeneratorRuns;

    /// <summary>How many times the images of the budgeted search evolution made until it was as good.</summary>
    public double TargetRatio => (double)(ImagesToTarget ?? Evolution.GeneratorRuns) / Budgeted.GeneratorRuns;

    /// <summary>The same on held-out images.</summary>
    public double HeldOutTargetRatio => (double)(ImagesToHeldOutTarget ?? Evolution.GeneratorRuns) / Budgeted.GeneratorRuns;

    /// <summary>Searches in both ways.</summary>
    /// <param name="supernet">The supernet.</param>
    /// <param name="budget">What the result may cost.</param>
    /// <param name="evolution">What the budgeted search is compared with.</param>
    /// <param name="scorer">The score.</param>
    /// <param name="seed">Seed of both.</param>
    public static SearchComparison Of(TrainedSupernet supernet, ComputeBudget budget, EvolutionSearch evolution, IPlanScorer scorer, int seed)
    {
        CompressionFrontier budgeted = Search(new BudgetedSearch(), null);
        double budgetedHeldOut = supernet.HeldOutScore(budgeted.Best.Plan, scorer);

        // A plan that came before is not judged again, and makes no report.
        long images = 0;
        long? target = null;
        long? heldOutTarget = null;
        ChannelPlan? best = null;
        double lowest = double.PositiveInfinity;
        CompressionFrontier evolved = Search(evolution, progress =>
        {
            images += supernet.Search.Count;
            if (progress.Best >= lowest)
                return;
            (best, lowest) = (progress.BestPlan, progress.Best);
            if (lowest <= budgeted.Best.Score)
                target ??= images;
            if (heldOutTarget is null && supernet.HeldOutScore(best, scorer) <= budgetedHeldOut)
                heldOutTarget = images;
        });
        return new SearchComparison(
            seed, budgeted, budgetedHeldOut, evolved, supernet.HeldOutScore(evolved.Best.Plan, scorer), supernet.HeldOutScoreOfTeacher(scorer), target, heldOutTarget);

        CompressionFrontier Search(ISearchStrategy strategy, Action<SearchProgress>? report) => PlanSearch.Run(supernet.Teacher, supernet.Model, supernet.Search, budget, new SearchOptions
        {
            Channels = TrainedSupernet.Channels, Strategy = strategy, Scorer = scorer, Seed = seed, NumberOfThreads = 1, ProgressCallback = report,
        });
    }
}
