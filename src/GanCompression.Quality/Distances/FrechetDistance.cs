using System.Numerics.Tensors;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

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
        (Vector<double> meanA, Matrix<double> columnsA) = Centre(a);
        (Vector<double> meanB, Matrix<double> columnsB) = Centre(b);
        double between = (meanA - meanB).DotProduct(meanA - meanB);
        double traces = SumOfSquares(columnsA) + SumOfSquares(columnsB);
        double root = Reduce(columnsA).TransposeThisAndMultiply(Reduce(columnsB)).Svd(computeVectors: false).S.Sum();
        return Math.Max(0, between + traces - 2 * root);
    }

    // The mean, and a column (x - mean) / √(n - 1) per image, so that the sum of their outer products is the covariance.
    private static (Vector<double> Mean, Matrix<double> Columns) Centre(FeatureTable table)
    {
        Matrix<double> columns = Matrix<double>.Build.Dense(table.Dimension, table.Count, (i, image) => table[image][i]);
        Vector<double> mean = columns.RowSums() / table.Count;
        double scale = 1 / Math.Sqrt(table.Count - 1);
        columns.MapIndexedInplace((i, _, value) => (value - mean[i]) * scale, Zeros.Include);
        return (mean, columns);
    }

    private static double SumOfSquares(Matrix<double> columns) => TensorPrimitives.SumOfSquares<double>(columns.AsColumnMajorArray());

    // Columns with the same sum of outer products, at most as many as there are features.
    private static Matrix<double> Reduce(Matrix<double> columns) =>
        columns.ColumnCount <= columns.RowCount ? columns : columns.Transpose().QR(QRMethod.Thin).R.Transpose();
}
