namespace GanCompression.Training;

/// <summary>
/// Evolves plans by their scores (GAN Compression, TPAMI 2022, §3.4): of each generation the best survive as parents, and
/// children follow by mutation of one parent and by crossover of two. Plans beyond the budget are drawn again; a plan that
/// came before is not judged again, and is a parent only once.
/// </summary>
public sealed record EvolutionSearch : ISearchStrategy
{
    private const ulong Stream = 1UL << 40;

    /// <summary>Plans of the first generation, and children of each later one.</summary>
    /// <value>Default 100; at least 2.</value>
    public int Population { get; init; } = 100;

    /// <summary>Generations, the first included.</summary>
    /// <value>Default 500; at least 1.</value>
    public int Generations { get; init; } = 500;

    /// <summary>Part of the population that survives as parents.</summary>
    /// <value>Default 0.25; above 0 and at most 1.</value>
    public double ParentRatio { get; init; } = 0.25;

    /// <summary>Part of the children that come from mutation; the others come from crossover.</summary>
    /// <value>Default 0.5; from 0 to 1.</value>
    public double MutationRatio { get; init; } = 0.5;

    /// <summary>Probability that mutation draws an entry of the plan again.</summary>
    /// <value>Default 0.2; above 0 and at most 1. Published: 0.3 for pix2pix, 0.4 for CycleGAN.</value>
    public double MutationProbability { get; init; } = 0.2;

    /// <inheritdoc/>
    public void Search(PlanEvaluator plans)
    {
        ArgumentNullException.ThrowIfNull(plans);
        var random = new SeededRandom(unchecked((ulong)plans.Seed), Stream);
        IReadOnlyList<PricedPlan> population = plans.FeasiblePlans(Population);
        int parentCount = Math.Max(1, (int)(Population * ParentRatio));
        int mutants = (int)Math.Round(Population * MutationRatio);
        for (int generation = 1; ; generation++)
        {
            double[] scores = plans.Scores(population);
            if (generation >= Generations)
                return;
            PricedPlan[] parents = [.. population.Zip(scores).OrderBy(pair => pair.Second).Select(pair => pair.First).Distinct().Take(parentCount)];
            var next = new List<PricedPlan>(parents);
            for (int child = 0; child < Population; child++)
                next.Add(child < mutants ? PlanBreeding.Mutate(plans, parents, MutationProbability, ref random) : PlanBreeding.Cross(plans, parents, ref random));
            population = next;
        }
    }

    /// <inheritdoc/>
    public void Validate()
    {
        SearchOptions.AtLeast(nameof(Population), Population, 2);
        SearchOptions.AtLeast(nameof(Generations), Generations, 1);
        SearchOptions.PartOfOne(nameof(ParentRatio), ParentRatio, isZeroAllowed: false);
        SearchOptions.PartOfOne(nameof(MutationRatio), MutationRatio, isZeroAllowed: true);
        SearchOptions.PartOfOne(nameof(MutationProbability), MutationProbability, isZeroAllowed: false);
    }
}
