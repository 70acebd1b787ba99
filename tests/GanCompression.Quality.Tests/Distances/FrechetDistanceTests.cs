using System.Text.Json;
using MathNet.Numerics.LinearAlgebra;

namespace GanCompression.Quality.Tests.Distances;

[TestClass]
public sealed class FrechetDistanceTests
{
    [TestMethod]
    public void Compute_ReferenceFeatures_EqualsThePublishedFormula()
    {
        using JsonDocument meta = Meta();
        double expected = meta.RootElement.GetProperty("fid").GetDouble();
        AssertEx.Close(expected, FrechetDistance.Compute(Read("features1.npy"), Read("features2.npy")), 1e-6 * expected);
    }

    [TestMethod]
    public void Compute_FewerImagesThanFeatures_EqualsThePublishedFormula()
    {
        using JsonDocument meta = Meta();
        double expected = meta.RootElement.GetProperty("fid_f1_vs_first10_of_f2").GetDouble();
        FeatureTable first10 = new(16);
        FeatureTable all = Read("features2.npy");
        for (int i = 0; i < 10; i++)
            first10.Add(all[i]);
        AssertEx.Close(expected, FrechetDistance.Compute(Read("features1.npy"), first10), 1e-6 * expected);
    }

    [TestMethod]
    public void Compute_OneFeature_EqualsTheClosedForm()
    {
        // Means 2 and 5; variances 1 and 4 (n − 1): (2 − 5)² + (1 − 2)²
        FeatureTable a = Tables.Of(1, [1, 2, 3]);
        FeatureTable b = Tables.Of(1, [3, 5, 7]);
        AssertEx.Close(10, FrechetDistance.Compute(a, b), 1e-12);
        AssertEx.Close(10, FrechetDistance.Compute(b, a), 1e-12);
    }

    [TestMethod]
    public void Compute_IndependentFeatures_AddsOneDimensionalDistances()
    {
        // Covariances diag(2/3, 0) + … chosen so that each feature varies alone: the distance is the sum of closed forms.
        FeatureTable a = Tables.Of(2, [1, 0, -1, 0, 0, 1, 0, -1]);
        FeatureTable b = Tables.Of(2, [3, 0, -3, 0, 0, 2, 0, -2]);
        double expected = 2.0 / 3 * ((3 - 1) * (3 - 1) + (2 - 1) * (2 - 1));
        AssertEx.Close(expected, FrechetDistance.Compute(a, b), 1e-12);
    }

    [TestMethod]
    [DataRow(40, 6)]
    [DataRow(5, 12)]
    public void Compute_SetAndItself_IsZero(int count, int dimension)
    {
        FeatureTable a = Tables.Normal(count, dimension, seed: 3);
        AssertEx.Close(0, FrechetDistance.Compute(a, a), 1e-11);
    }

    [TestMethod]
    [DataRow(40, 6)]
    [DataRow(5, 12)]
    public void Compute_ShiftedSet_IsTheSquaredShift(int count, int dimension)
    {
        FeatureTable a = Tables.Normal(count, dimension, seed: 4);
        FeatureTable b = Tables.Transform(a, row => [.. row.Select((v, i) => i == 1 ? v + 3 : i == 2 ? v - 4 : v)]);
        AssertEx.Close(25, FrechetDistance.Compute(a, b), 1e-5);
    }

    [TestMethod]
    [DataRow(60, 70, 8)]
    [DataRow(60, 5, 8)]
    [DataRow(5, 6, 8)]
    [DataRow(8, 9, 8)]
    public void Compute_AnyNumberOfImages_EqualsTheFormulaOverCovariances(int countA, int countB, int dimension)
    {
        FeatureTable a = Tables.Normal(countA, dimension, seed: 5);
        FeatureTable b = Tables.Normal(countB, dimension, seed: 6, mean: 0.5, scale: 0.7);
        AssertEx.Close(ByDefinition(a, b), FrechetDistance.Compute(a, b), 1e-6);
        AssertEx.Close(FrechetDistance.Compute(b, a), FrechetDistance.Compute(a, b), 1e-10, "Symmetry");
    }

    [TestMethod]
    public void Compute_DeadAndDuplicatedFeatures_StaysExact()
    {
        // A feature that never changes and one that repeats another make both covariances singular.
        static float[] Widen(float[] row) => [row[0], row[1], 7, row[1], row[2]];
        FeatureTable a = Tables.Normal(50, 3, seed: 7);
        FeatureTable b = Tables.Normal(60, 3, seed: 8, mean: 1);
        double expected = ByDefinition(Tables.Transform(a, Widen), Tables.Transform(b, Widen));
        AssertEx.Close(expected, FrechetDistance.Compute(Tables.Transform(a, Widen), Tables.Transform(b, Widen)), 1e-6);
    }

    [TestMethod]
    public void Compute_OrderOfImages_DoesNotMatter()
    {
        FeatureTable a = Tables.Normal(30, 4, seed: 9);
        FeatureTable b = Tables.Normal(30, 4, seed: 10);
        var reversed = new FeatureTable(4);
        for (int i = b.Count - 1; i >= 0; i--)
            reversed.Add(b[i]);
        AssertEx.Close(FrechetDistance.Compute(a, b), FrechetDistance.Compute(a, reversed), 1e-10);
    }

    [TestMethod]
    public void Compute_DifferentDimensions_Throws() =>
        AssertEx.ThrowsWith<ArgumentException>(
            () => FrechetDistance.Compute(Tables.Normal(4, 3, 1), Tables.Normal(4, 5, 1)), "Fréchet distance", "3 and 5", "same feature extractor");

    [TestMethod]
    public void Compute_OneImage_Throws() =>
        AssertEx.ThrowsWith<ArgumentException>(
            () => FrechetDistance.Compute(Tables.Normal(4, 3, 1), Tables.Normal(1, 3, 1)), "at least 2 images", "4 and 1");

    private static double ByDefinition(FeatureTable a, FeatureTable b)
    {
        (Vector<double> meanA, Matrix<double> covarianceA) = Moments(a);
        (Vector<double> meanB, Matrix<double> covarianceB) = Moments(b);
        var decomposition = covarianceA.Evd(Symmetricity.Symmetric);
        Matrix<double> rootA = decomposition.EigenVectors
            * Matrix<double>.Build.DiagonalOfDiagonalVector(decomposition.EigenValues.Map(v => Math.Sqrt(Math.Max(0, v.Real))))
            * decomposition.EigenVectors.Transpose();
        Matrix<double> product = rootA * covarianceB * rootA;
        double root = ((product + product.Transpose()) / 2).Evd(Symmetricity.Symmetric).EigenValues.Sum(v => Math.Sqrt(Math.Max(0, v.Real)));
        Vector<double> shift = meanA - meanB;
        return shift.DotProduct(shift) + covarianceA.Trace() + covarianceB.Trace() - 2 * root;
    }

    private static (Vector<double> Mean, Matrix<double> Covariance) Moments(FeatureTable table)
    {
        Matrix<double> rows = Matrix<double>.Build.Dense(table.Count, table.Dimension, (i, j) => table[i][j]);
        Vector<double> mean = rows.ColumnSums() / table.Count;
        Matrix<double> centred = Matrix<double>.Build.Dense(table.Count, table.Dimension, (i, j) => rows[i, j] - mean[j]);
        return (mean, centred.TransposeThisAndMultiply(centred) / (table.Count - 1));
    }

    private static JsonDocument Meta() => JsonDocument.Parse(File.ReadAllText(SharedData.File("golden", "fid_formula", "meta.json")));

    private static FeatureTable Read(string name)
    {
        WeightTensor tensor = NpyFile.Read(SharedData.File("golden", "fid_formula", name));
        return Tables.Of(tensor.Shape[1], tensor.ToFloat32().Floats);
    }
}
