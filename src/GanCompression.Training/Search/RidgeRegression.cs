using MathNet.Numerics.LinearAlgebra;

namespace GanCompression.Training;

/// <summary>Linear least squares with a penalty on the squares of the coefficients.</summary>
internal static class RidgeRegression
{
    /// <summary>Fits coefficients.</summary>
    /// <param name="rows">One row per observation.</param>
    /// <param name="targets">What to predict.</param>
    /// <param name="penalty">Weight of the sum of squared coefficients, above 0.</param>
    /// <param name="coefficients">Receives a coefficient per column.</param>
    /// <returns>Mean squared error of the observations, each predicted from all others (leave-one-out, in closed form).</returns>
    public static double Fit(double[][] rows, double[] targets, double penalty, out double[] coefficients)
    {
        Matrix<double> x = Matrix<double>.Build.DenseOfRowArrays(rows);
        Vector<double> y = Vector<double>.Build.Dense(targets);
        Matrix<double> transposed = x.Transpose();
        var factors = (transposed * x + penalty * Matrix<double>.Build.DenseIdentity(x.ColumnCount)).Cholesky();
        Vector<double> solution = factors.Solve(transposed * y);

        // The weight of an observation in its own prediction: the diagonal of X·(XᵀX + λ)⁻¹·Xᵀ.
        Vector<double> own = x.PointwiseMultiply(factors.Solve(transposed).Transpose()).RowSums();
        Vector<double> residuals = (y - x * solution).PointwiseDivide((1 - own).PointwiseMaximum(1e-9));
        coefficients = solution.ToArray();
        return residuals.DotProduct(residuals) / rows.Length;
    }
}
