using MathNet.Numerics.Statistics;

namespace GanCompression.Training;

/// <summary>Spearman's rank correlation, and when there is none.</summary>
internal static class SpearmanCorrelation
{
    private const int FewestValues = 3;

    /// <summary>The correlation of two lists, from -1 to 1; null for fewer than three values, or where one list is constant.</summary>
    public static double? Of(IReadOnlyList<double> a, IReadOnlyList<double> b)
    {
        if (a.Count < FewestValues)
            return null;
        double correlation = Correlation.Spearman(a, b);
        return double.IsNaN(correlation) ? null : correlation;
    }
}
