using System.Numerics.Tensors;

namespace GanCompression.Quality;

/// <summary>
/// The kernel distance of two sets of features (Bińkowski et al. 2018, section 4): the squared maximum mean discrepancy under the
/// kernel k(x, y) = (x·y/d + 1)³, where d is the number of features, in the unbiased form (Gretton et al. 2012, equation 3)
/// that leaves out the similarity of an image with itself.
/// </summary>
/// <remarks>
/// <para>The expected result does not depend on the number of images, and is 0 for two independent sets of one distribution.
/// All images are used at once, so the result is exact for the given sets and needs no random subsets. The standard error is
/// that of the two-sample delete-one jackknife (Efron and Stein 1981): how much the result moves when single images are left
/// out. It is right for sets that differ, and up to √2 too large for sets that do not.</para>
/// <para>The estimate is unbiased for sets that are drawn independently. Images that correspond pairwise (a generated
/// image and the photograph it should equal) lower it slightly: a set against itself gives a small negative number.</para>
/// </remarks>
public static class KernelDistance
{
    /// <summary>Computes the distance between two sets.</summary>
    /// <param name="a">Features of one set, at least 2 images; at least 3 for a standard error.</param>
    /// <param name="b">Features of the other set, as long as those of <paramref name="a"/>.</param>
    /// <returns>The estimate and its standard error.</returns>
    /// <exception cref="ArgumentException">A set has fewer than 2 images, or the features differ in length.</exception>
    public static KernelDistanceResult Compute(FeatureTable a, FeatureTable b)
    {
        FeatureTable.CheckComparable("kernel distance", a, b);
        double[][] rowsA = ToRows(a);
        double[][] rowsB = ToRows(b);

        // What each image has in common with the others of its own set, and with all of the other set.
        double[] withinA = SimilarityWithin(rowsA);
        double[] withinB = SimilarityWithin(rowsB);
        (double[] acrossA, double[] acrossB) = SimilarityAcross(rowsA, rowsB);

        double n = rowsA.Length;
        double m = rowsB.Length;
        double sumA = withinA.Sum();
        double sumB = withinB.Sum();
        double sumAcross = acrossA.Sum();
        double meanA = sumA / (n * (n - 1));
        double meanB = sumB / (m * (m - 1));
        double value = meanA + meanB - 2 * sumAcross / (n * m);
        if (n < 3 || m < 3)
            return new KernelDistanceResult(value, double.NaN);

        double variance = 0;
        var leftOut = new double[rowsA.Length];
        for (int i = 0; i < leftOut.Length; i++)
            leftOut[i] = (sumA - 2 * withinA[i]) / ((n - 1) * (n - 2)) + meanB - 2 * (sumAcross - acrossA[i]) / ((n - 1) * m);
        variance += JackknifeVariance(leftOut);

        leftOut = new double[rowsB.Length];
        for (int i = 0; i < leftOut.Length; i++)
            leftOut[i] = meanA + (sumB - 2 * withinB[i]) / ((m - 1) * (m - 2)) - 2 * (sumAcross - acrossB[i]) / (n * (m - 1));
        variance += JackknifeVariance(leftOut);
        return new KernelDistanceResult(value, Math.Sqrt(variance));
    }

    private static double JackknifeVariance(double[] leftOut)
    {
        double mean = leftOut.Average();
        double squares = 0;
        foreach (double value in leftOut)
            squares += (value - mean) * (value - mean);
        return squares * (leftOut.Length - 1) / leftOut.Length;
    }

    private static double[] SimilarityWithin(double[][] rows)
    {
        var sums = new double[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            for (int j = 0; j < i; j++)
            {
                double similarity = Similarity(rows[i], rows[j]);
                sums[i] += similarity;
                sums[j] += similarity;
            }
        }

        return sums;
    }

    private static (double[] A, double[] B) SimilarityAcross(double[][] a, double[][] b)
    {
        var sumsA = new double[a.Length];
        var sumsB = new double[b.Length];
        for (int i = 0; i < a.Length; i++)
        {
            for (int j = 0; j < b.Length; j++)
            {
                double similarity = Similarity(a[i], b[j]);
                sumsA[i] += similarity;
                sumsB[j] += similarity;
            }
        }

        return (sumsA, sumsB);
    }

    // Product by product: MathNet's product of whole sets is no faster, and would hold all similarities at once.
    private static double Similarity(double[] x, double[] y)
    {
        double shifted = TensorPrimitives.Dot<double>(x, y) / x.Length + 1;
        return shifted * shifted * shifted;
    }

    private static double[][] ToRows(FeatureTable table)
    {
        var rows = new double[table.Count][];
        for (int row = 0; row < rows.Length; row++)
        {
            var values = new double[table.Dimension];
            TensorPrimitives.ConvertTruncating<float, double>(table[row], values);
            rows[row] = values;
        }

        return rows;
    }
}
