namespace GanCompression.Training;

/// <summary>Makes plans of other plans (GAN Compression, TPAMI 2022, §3.4). Children beyond the budget are drawn again.</summary>
internal static class PlanBreeding
{
    private const int MaxAttempts = 1000;

    /// <summary>A random parent with some entries drawn again; the parent itself where no such child is within the budget.</summary>
    public static PricedPlan Mutate(PlanEvaluator plans, IReadOnlyList<PricedPlan> parents, double probability, ref SeededRandom random)
    {
        PricedPlan parent = parents[random.NextInt(parents.Count)];
        var channels = new int[parent.Plan.Channels.Length];
        for (int attempt = 0; attempt < MaxAttempts; attempt++)
        {
            for (int i = 0; i < channels.Length; i++)
            {
                IReadOnlyList<int> choices = plans.Space.Channels.Choices[i];
                channels[i] = random.NextDouble() < probability ? choices[random.NextInt(choices.Count)] : parent.Plan.Channels[i];
            }

            if (plans.TryAccept(channels) is { } child)
                return child;
        }

        return parent;
    }

    /// <summary>Each entry from one of two random parents; one of them itself where no such child is within the budget.</summary>
    public static PricedPlan Cross(PlanEvaluator plans, IReadOnlyList<PricedPlan> parents, ref SeededRandom random)
    {
        PricedPlan a = parents[random.NextInt(parents.Count)];
        PricedPlan b = parents[random.NextInt(parents.Count)];
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
