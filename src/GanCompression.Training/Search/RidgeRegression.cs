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
        int columns = rows[0].Length;
        var normal = new double[columns, columns];
        coefficients = new double[columns];
        for (int r = 0; r < rows.Length; r++)
        {
            double[] row = rows[r];
            for (int i = 0; i < columns; i++)
            {
                if (row[i] == 0)
                    continue;
                coefficients[i] += row[i] * targets[r];
                for (int j = 0; j <= i; j++)
                    normal[i, j] += row[i] * row[j];
            }
        }

        for (int i = 0; i < columns; i++)
            normal[i, i] += penalty;
        Factorize(normal, columns);
        SolveLower(normal, coefficients);
        SolveUpper(normal, coefficients);

        double squares = 0;
        var solved = new double[columns];
        for (int r = 0; r < rows.Length; r++)
        {
            // The weight of an observation in its own prediction: x·(XᵀX + λ)⁻¹·x = |L⁻¹x|².
            rows[r].CopyTo(solved, 0);
            SolveLower(normal, solved);
            double own = 0;
            double predicted = 0;
            for (int i = 0; i < columns; i++)
            {
                own += solved[i] * solved[i];
                predicted += rows[r][i] * coefficients[i];
            }

            double residual = (targets[r] - predicted) / Math.Max(1e-9, 1 - own);
            squares += residual * residual;
        }

        return squares / rows.Length;
    }

    /// <summary>Cholesky's decomposition of the lower triangle, in place.</summary>
    private static void Factorize(double[,] matrix, int n)
    {
        for (int j = 0; j < n; j++)
        {
            for (int i = j; i < n; i++)
            {
                double sum = matrix[i, j];
                for (int k = 0; k < j; k++)
                    sum -= matrix[i, k] * matrix[j, k];
                matrix[i, j] = i == j ? Math.Sqrt(sum) : sum / matrix[j, j];
            }
        }
    }

    private static void SolveLower(double[,] lower, double[] values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            for (int k = 0; k < i; k++)
                values[i] -= lower[i, k] * values[k];
            values[i] /= lower[i, i];
        }
    }

    private static void SolveUpper(double[,] lower, double[] values)
    {
        for (int i = values.Length - 1; i >= 0; i--)
        {
            for (int k = i + 1; k < values.Length; k++)
                values[i] -= lower[k, i] * values[k];
            values[i] /= lower[i, i];
        }
    }
}
