namespace GanCompression.Training;

/// <summary>Scores every plan within the budget, or a random part of them (GAN Compression, TPAMI 2022, §3.3).</summary>
public sealed record BruteForceSearch : ISearchStrategy
{
    /// <summary>Largest number of plans.</summary>
    /// <value>Default 10 000; at least 1. Where more fit the budget, a random part of them is taken.</value>
    public int MaxPlans { get; init; } = 10_000;

    /// <inheritdoc/>
    public void Search(PlanEvaluator plans)
    {
        ArgumentNullException.ThrowIfNull(plans);
        _ = plans.Scores(plans.FeasiblePlans(MaxPlans));
    }

    /// <inheritdoc/>
    public void Validate() => SearchOptions.AtLeast(nameof(MaxPlans), MaxPlans, 1);
}
