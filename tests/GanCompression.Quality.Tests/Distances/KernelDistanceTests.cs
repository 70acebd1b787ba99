namespace GanCompression.Quality.Tests.Distances;

[TestClass]
public sealed class KernelDistanceTests
{
    [TestMethod]
    public void Compute_TwoImagesEach_EqualsTheHandComputedValue()
    {
        // One feature, k(x, y) = (xy + 1)³: k(1,2) = 27, k(0,3) = 1, and across k(1,0) = 1, k(1,3) = 64, k(2,0) = 1, k(2,3) = 343.
        KernelDistanceResult result = KernelDistance.Compute(Tables.Of(1, [1, 2]), Tables.Of(1, [0, 3]));
        AssertEx.Close(27 + 1 - 2 * (1 + 64 + 1 + 343) / 4.0, result.Value, 1e-12);
        Assert.IsTrue(double.IsNaN(result.StandardError), "Two images leave nothing to estimate a spread from.");
    }

    [TestMethod]
    [DataRow(7, 5, 3)]
    [DataRow(3, 3, 40)]
    public void Compute_TwoSets_EqualsTheDefinition(int countA, int countB, int dimension)
    {
        FeatureTable a = Tables.Normal(countA, dimension, seed: 1, mean: 0.3);
        FeatureTable b = Tables.Normal(countB, dimension, seed: 2, scale: 1.5);
        KernelDistanceResult result = KernelDistance.Compute(a, b);
        double expected = ByDefinition(a, b);
        AssertEx.Close(expected, result.Value, 1e-9 * Math.Max(1, Math.Abs(expected)));
        AssertEx.Close(result.Value, KernelDistance.Compute(b, a).Value, 1e-9, "Symmetry");
    }

    [TestMethod]
    public void Compute_StandardError_EqualsLeavingOutImagesOneByOne()
    {
        FeatureTable a = Tables.Normal(6, 4, seed: 3, mean: 0.5);
        FeatureTable b = Tables.Normal(5, 4, seed: 4);
        double variance = Jackknife(a, left => ByDefinition(left, b)) + Jackknife(b, left => ByDefinition(a, left));
        AssertEx.Close(Math.Sqrt(variance), KernelDistance.Compute(a, b).StandardError, 1e-9);
    }

    [TestMethod]
    public void Compute_HalvesOfOneDistribution_AverageToZero()
    {
        const int repetitions = 300;
        double[] values = Repeat(repetitions, seed => (Tables.Normal(12, 6, 2 * seed, mean: 1), Tables.Normal(9, 6, 2 * seed + 1, mean: 1)), result => result.Value);
        double mean = values.Average();
        double standardErrorOfMean = Deviation(values) / Math.Sqrt(repetitions);
        AssertEx.Close(0, mean, 3.5 * standardErrorOfMean, "Mean over repetitions");

        // The form that keeps each image's similarity with itself is biased by far more than that, so this test would notice.
        double bias = Repeat(repetitions, seed => (Tables.Normal(12, 6, 2 * seed, mean: 1), Tables.Normal(9, 6, 2 * seed + 1, mean: 1)), BiasedExcess).Average();
        Assert.IsGreaterThan(7 * standardErrorOfMean, bias);
    }

    [TestMethod]
    public void Compute_NumberOfImages_DoesNotChangeTheExpectedValue()
    {
        const int repetitions = 300;
        double[] few = Repeat(repetitions, seed => (Tables.Normal(5, 4, 2 * seed, mean: 0.5), Tables.Normal(5, 4, 2 * seed + 1)), result => result.Value);
        double[] many = Repeat(repetitions, seed => (Tables.Normal(40, 4, 7000 + 2 * seed, mean: 0.5), Tables.Normal(40, 4, 7001 + 2 * seed)), result => result.Value);
        double tolerance = 3.5 * Math.Sqrt((Variance(few) + Variance(many)) / repetitions);
        AssertEx.Close(many.Average(), few.Average(), tolerance);
    }

    [TestMethod]
    public void Compute_StandardErrorOfDifferentSets_IsTheSpreadOverRepetitions()
    {
        const int repetitions = 300;
        double[] values = Repeat(repetitions, seed => (Tables.Normal(40, 5, 2 * seed, mean: 1), Tables.Normal(50, 5, 2 * seed + 1)), result => result.Value);
        double[] errors = Repeat(repetitions, seed => (Tables.Normal(40, 5, 2 * seed, mean: 1), Tables.Normal(50, 5, 2 * seed + 1)), result => result.StandardError);
        double ratio = Math.Sqrt(errors.Average(e => e * e)) / Deviation(values);
        AssertEx.Close(1, ratio, 0.15, "Estimated over true spread");
    }

    [TestMethod]
    public void Compute_StandardErrorOfEqualSets_IsOnTheSafeSide()
    {
        const int repetitions = 300;
        double[] values = Repeat(repetitions, seed => (Tables.Normal(40, 5, 2 * seed), Tables.Normal(40, 5, 2 * seed + 1)), result => result.Value);
        double[] errors = Repeat(repetitions, seed => (Tables.Normal(40, 5, 2 * seed), Tables.Normal(40, 5, 2 * seed + 1)), result => result.StandardError);
        double ratio = Math.Sqrt(errors.Average(e => e * e)) / Deviation(values);
        Assert.IsTrue(ratio is > 0.9 and < 1.6, FormattableString.Invariant($"Estimated over true spread: {ratio}"));
    }

    [TestMethod]
    public void Compute_FartherSets_AreFarther()
    {
        FeatureTable a = Tables.Normal(50, 8, seed: 11);
        double near = KernelDistance.Compute(a, Tables.Normal(50, 8, seed: 12, mean: 0.5)).Value;
        double far = KernelDistance.Compute(a, Tables.Normal(50, 8, seed: 12, mean: 2)).Value;
        Assert.IsGreaterThan(near, far);
        Assert.IsGreaterThan(0.0, near);
    }

    [TestMethod]
    public void Compute_DifferentDimensions_Throws() =>
        AssertEx.ThrowsWith<ArgumentException>(
            () => KernelDistance.Compute(Tables.Normal(4, 3, 1), Tables.Normal(4, 5, 1)), "kernel distance", "3 and 5", "same feature extractor");

    [TestMethod]
    public void Compute_OneImage_Throws() =>
        AssertEx.ThrowsWith<ArgumentException>(
            () => KernelDistance.Compute(Tables.Normal(1, 3, 1), Tables.Normal(6, 3, 1)), "at least 2 images", "1 and 6");

    [TestMethod]
    [DataRow(12.3456, 0.4567, "12.35 ± 0.46")]
    [DataRow(4544.76, 367.2, "4545 ± 367")]
    [DataRow(-43.21, 19.4, "-43 ± 19")]
    [DataRow(-0.00056434, 0.00071, "-0.00056 ± 0.00071")]
    [DataRow(5.4321, double.NaN, "5.432")]
    public void ToString_Result_GivesTheDigitsThatTheErrorJustifies(double value, double error, string expected) =>
        Assert.AreEqual(expected, new KernelDistanceResult(value, error).ToString());

    private static double ByDefinition(FeatureTable a, FeatureTable b)
    {
        double sum = 0;
        for (int i = 0; i < a.Count; i++)
        {
            for (int j = 0; j < a.Count; j++)
                sum += i == j ? 0 : Kernel(a, i, a, j) / (a.Count * (a.Count - 1.0));
        }

        for (int i = 0; i < b.Count; i++)
        {
            for (int j = 0; j < b.Count; j++)
                sum += i == j ? 0 : Kernel(b, i, b, j) / (b.Count * (b.Count - 1.0));
        }

        for (int i = 0; i < a.Count; i++)
        {
            for (int j = 0; j < b.Count; j++)
                sum -= 2 * Kernel(a, i, b, j) / ((double)a.Count * b.Count);
        }

        return sum;
    }

    private static double Kernel(FeatureTable a, int i, FeatureTable b, int j)
    {
        double dot = 0;
        for (int k = 0; k < a.Dimension; k++)
            dot += (double)a[i][k] * b[j][k];
        return Math.Pow(dot / a.Dimension + 1, 3);
    }

    private static double Jackknife(FeatureTable table, Func<FeatureTable, double> statistic)
    {
        var values = new double[table.Count];
        for (int left = 0; left < table.Count; left++)
        {
            var others = new FeatureTable(table.Dimension);
            for (int i = 0; i < table.Count; i++)
            {
                if (i != left)
                    others.Add(table[i]);
            }

            values[left] = statistic(others);
        }

        return (table.Count - 1.0) / table.Count * values.Sum(v => (v - values.Average()) * (v - values.Average()));
    }

    private static double[] Repeat(int repetitions, Func<ulong, (FeatureTable A, FeatureTable B)> draw, Func<KernelDistanceResult, double> value) =>
        Repeat(repetitions, draw, (a, b) => value(KernelDistance.Compute(a, b)));

    private static double[] Repeat(int repetitions, Func<ulong, (FeatureTable A, FeatureTable B)> draw, Func<FeatureTable, FeatureTable, double> value)
    {
        var values = new double[repetitions];
        for (int i = 0; i < repetitions; i++)
        {
            (FeatureTable a, FeatureTable b) = draw((ulong)i);
            values[i] = value(a, b);
        }

        return values;
    }

    // What counting every image's similarity with itself would add to the estimate.
    private static double BiasedExcess(FeatureTable a, FeatureTable b)
    {
        double excess = -ByDefinition(a, b);
        for (int i = 0; i < a.Count; i++)
        {
            for (int j = 0; j < a.Count; j++)
                excess += Kernel(a, i, a, j) / ((double)a.Count * a.Count);
        }

        for (int i = 0; i < b.Count; i++)
        {
            for (int j = 0; j < b.Count; j++)
                excess += Kernel(b, i, b, j) / ((double)b.Count * b.Count);
        }

        for (int i = 0; i < a.Count; i++)
        {
            for (int j = 0; j < b.Count; j++)
                excess -= 2 * Kernel(a, i, b, j) / ((double)a.Count * b.Count);
        }

        return excess;
    }

    private static double Variance(double[] values) => values.Sum(v => (v - values.Average()) * (v - values.Average())) / (values.Length - 1);

    private static double Deviation(double[] values) => Math.Sqrt(Variance(values));
}
