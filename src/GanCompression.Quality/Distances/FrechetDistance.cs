using System.Numerics.Tensors;
using MathNet.Numerics.LinearAlgebra;

namespace GanCompression.Quality;

/// <summary>
/// The squared Fréchet distance between Gaussian distributions fitted to two sets of features
/// (Heusel et al. 2017, equation 6; Dowson and Landau 1982): |μ₁ − μ₂|² + tr(S₁ + S₂ − 2·(S₁S₂)^½), with covariances that divide
/// by n − 1. It falls as a set grows, so only results for equally many images can be compared.
/// </summary>
/// <remarks>
/// Neither a covariance matrix nor the root of one is formed. With A and B the centred features over √(n − 1),
/// S₁ = AᵀA and S₂ = BᵀB, so the eigenvalues of S₁S₂ are the squared singular values of A·Bᵀ and tr (S₁S₂)^½ is their sum.
/// That holds for singular covariances just as well (fewer images than features), needs no small number added to a
/// diagonal, and squares no rounding error. A set with more images than features is first reduced to the triangular factor
/// of its QR decomposition.
/// </remarks>
public static class FrechetDistance
{
    /// <summary>Computes the distance between two sets.</summary>
    /// <param name="a">Features of one set, at least 2 images.</param>
    /// <param name="b">Features of the other set, as long as those of <paramref name="a"/>.</param>
    /// <returns>A number of at least 0, in squared units of the features.</returns>
    /// <exception cref="ArgumentException">A set has fewer than 2 images, or the features differ in length.</exception>
    public static double Compute(FeatureTable a, FeatureTable b)
    {
        FeatureTable.CheckComparable("Fréchet distance", a, b);
        double[] meanA = Mean(a);
        double[] meanB = Mean(b);
        double between = TensorPrimitives.Distance<double>(meanA, meanB);

        double[][] rowsA = Centre(a, meanA);
        double[][] rowsB = Centre(b, meanB);
        double traces = SumOfSquares(rowsA) + SumOfSquares(rowsB);
        double root = SumOfSingularValuesOfProduct(Reduce(rowsA), Reduce(rowsB));
        return Math.Max(0, between * between + traces - 2 * root);
    }

    private static double[] Mean(FeatureTable table)
    {
        var mean = new double[table.Dimension];
        for (int row = 0; row < table.Count; row++)
        {
            ReadOnlySpan<float> features = table[row];
            for (int i = 0; i < mean.Length; i++)
                mean[i] += features[i];
        }

        for (int i = 0; i < mean.Length; i++)
            mean[i] /= table.Count;
        return mean;
    }

    // Rows (x - mean) / √(n - 1), so that the sum of their outer products is the covariance.
    private static double[][] Centre(FeatureTable table, double[] mean)
    {
        double scale = 1 / Math.Sqrt(table.Count - 1);
        var rows = new double[table.Count][];
        for (int row = 0; row < rows.Length; row++)
        {
            ReadOnlySpan<float> features = table[row];
            var centred = new double[mean.Length];
            for (int i = 0; i < centred.Length; i++)
                centred[i] = (features[i] - mean[i]) * scale;
            rows[row] = centred;
        }

        return rows;
    }

    private static double SumOfSquares(double[][] rows)
    {
        double sum = 0;
        foreach (double[] row in rows)
            sum += TensorPrimitives.SumOfSquares<double>(row);
        return sum;
    }

    /// <summary>Rows with the same sum of outer products, at most as many as there are columns: R of a Householder QR decomposition.</summary>
    /// <remarks>Row by row on spans, since the managed QR of MathNet takes ten times as long for 1000 images of 512 features.</remarks>
    private static double[][] Reduce(double[][] rows)
    {
        int columns = rows[0].Length;
        if (rows.Length <= columns)
            return rows;

        var projection = new double[columns];
        for (int k = 0; k < columns; k++)
        {
            double squares = 0;
            for (int i = k; i < rows.Length; i++)
                squares += rows[i][k] * rows[i][k];
            if (squares == 0)
                continue;

            // The reflection that maps column k onto ±√squares in row k; its vector takes the column's place while it is applied.
            double diagonal = rows[k][k] > 0 ? -Math.Sqrt(squares) : Math.Sqrt(squares);
            double pivot = rows[k][k] - diagonal;
            double factor = 2 / (squares - rows[k][k] * rows[k][k] + pivot * pivot);
            rows[k][k] = pivot;

            Span<double> right = projection.AsSpan(k + 1);
            right.Clear();
            for (int i = k; i < rows.Length; i++)
                TensorPrimitives.MultiplyAdd(rows[i].AsSpan(k + 1), rows[i][k], right, right);
            for (int i = k; i < rows.Length; i++)
            {
                Span<double> row = rows[i].AsSpan(k + 1);
                TensorPrimitives.MultiplyAdd(right, -factor * rows[i][k], row, row);
                rows[i][k] = 0;
            }

            rows[k][k] = diagonal;
        }

        return rows[..columns];
    }

    private static double SumOfSingularValuesOfProduct(double[][] a, double[][] b)
    {
        // Dot products on spans: the managed product of MathNet takes four times as long.
        Matrix<double> product = Matrix<double>.Build.Dense(a.Length, b.Length);
        for (int i = 0; i < a.Length; i++)
        {
            for (int j = 0; j < b.Length; j++)
                product[i, j] = TensorPrimitives.Dot<double>(a[i], b[j]);
        }

        return product.Svd(computeVectors: false).S.Sum();
    }
}
