namespace GanCompression.Training;

/// <summary>Spearman's rank correlation: Pearson's correlation of ranks, where equal values share the mean of theirs.</summary>
internal static class SpearmanCorrelation
{
    private const int FewestValues = 3;

    /// <summary>The correlation of two lists, from -1 to 1; null for fewer than three values, or where one list is constant.</summary>
    public static double? Of(IReadOnlyList<double> a, IReadOnlyList<double> b)
    {
        if (a.Count < FewestValues)
            return null;
        double[] x = CentredRanks(a);
        double[] y = CentredRanks(b);
        double variances = x.Sum(rank => rank * rank) * y.Sum(rank => rank * rank);
        return variances > 0 ? x.Zip(y).Sum(pair => pair.First * pair.Second) / Math.Sqrt(variances) : null;
    }

    private static double[] CentredRanks(IReadOnlyList<double> values) =>
        [.. values.Select(value => (values.Count(other => other < value) - values.Count(other => other > value)) / 2.0)];
}
