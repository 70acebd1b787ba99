namespace GanCompression.Training;

/// <summary>
/// Evolves plans by their scores (GAN Compression, TPAMI 2022, §3.4): of each generation the best survive as parents, and
/// children follow by mutation of one parent and by crossover of two. Plans beyond the budget are drawn again; a plan that
/// came before is not judged again, and is a parent only once.
/// </summary>
public sealed record EvolutionSearch : ISearchStrategy
{
    private const ulong Stream = 1UL << 40;
    private const int MaxAttempts = 1000;

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
                next.Add(child < mutants ? Mutate(plans, parents, ref random) : Cross(plans, parents, ref random));
            population = next;
        }
    }

    /// <inheritdoc/>
    public void Validate()
    {
        SearchOptions.AtLeast(nameof(Population), Population, 2);
        SearchOptions.AtLeast(nameof(Generations), Generations, 1);
        Part(nameof(ParentRatio), ParentRatio, isZeroAllowed: false);
        Part(nameof(MutationRatio), MutationRatio, isZeroAllowed: true);
        Part(nameof(MutationProbability), MutationProbability, isZeroAllowed: false);
    }

    private static void Part(string name, double value, bool isZeroAllowed)
    {
        if (!(value <= 1 && (value > 0 || (isZeroAllowed && value == 0))))
            throw new ArgumentOutOfRangeException(name, value, FormattableString.Invariant($"{name} must be {(isZeroAllowed ? "from 0 to" : "above 0 and at most")} 1, but was {value}."));
    }

    private PricedPlan Mutate(PlanEvaluator plans, PricedPlan[] parents, ref SeededRandom random)
    {
        PricedPlan parent = parents[random.NextInt(parents.Length)];
        var channels = new int[parent.Plan.Channels.Length];
        for (int attempt = 0; attempt < MaxAttempts; attempt++)
        {
            for (int i = 0; i < channels.Length; i++)
            {
                IReadOnlyList<int> choices = plans.Space.Channels.Choices[i];
                channels[i] = random.NextDouble() < MutationProbability ? choices[random.NextInt(choices.Count)] : parent.Plan.Channels[i];
            }

            if (plans.TryAccept(channels) is { } child)
                return child;
        }

        return parent;
    }

    private static PricedPlan Cross(PlanEvaluator plans, PricedPlan[] parents, ref SeededRandom random)
    {
        PricedPlan a = parents[random.NextInt(parents.Length)];
        PricedPlan b = parents[random.NextInt(parents.Length)];
        var channels = new int[a.Plan.Channels.Length];
        for (int attempt = 0; attempt < MaxAttempts; attempt++)
        {
            for (int i = 0; i < channels.Length; i++)
                channels[i] = (random.NextInt(2) == 0 ? a : b).Plan.Channels[i];
            if (plans.TryAccept(channels) is { } child)
                return child;
        }

        return a;
    }
}
