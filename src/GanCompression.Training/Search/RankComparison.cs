namespace GanCompression.Training;

/// <summary>
/// Judges random plans within the budget in both ways: by the quick score of few images, which
/// <see cref="BudgetedSearch"/> starts with, and by the scorer on all images. <see cref="CompressionFrontier.RankCorrelation"/> then
/// says how far the quick ranking can be trusted. The finalists of a search cannot tell, for they are alike.
/// </summary>
public sealed record RankComparison : ISearchStrategy
{
    /// <summary>Plans to judge.</summary>
    /// <value>Default 30; at least 3. Where fewer fit the budget, all of them.</value>
    public int Plans { get; init; } = 30;

    /// <summary>Images behind the quick score.</summary>
    /// <value>Default 16, as in <see cref="BudgetedSearch.FirstImages"/>; at least 1. Where the search has fewer, all of them.</value>
    public int Images { get; init; } = 16;

    /// <inheritdoc/>
    public void Search(PlanEvaluator plans)
    {
        ArgumentNullException.ThrowIfNull(plans);
        IReadOnlyList<PricedPlan> some = plans.FeasiblePlans(Plans);
        _ = plans.QuickScores(some, Math.Min(Images, plans.Images));
        _ = plans.Scores(some);
    }

    /// <inheritdoc/>
    public void Validate()
    {
        SearchOptions.AtLeast(nameof(Plans), Plans, 3);
        SearchOptions.AtLeast(nameof(Images), Images, 1);
    }
}
