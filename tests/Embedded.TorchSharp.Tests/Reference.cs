using static TorchSharp.torch;

namespace TorchSharp.Tests;

/// <summary>Inputs that reference.py makes in the same way, and comparisons with the numbers it prints.</summary>
internal static class Reference
{
    /// <summary>The values sin(step · i) in row-major order.</summary>
    internal static Tensor Wave(long[] shape, double step = 0.7)
    {
        var values = new float[shape.Aggregate(1L, (product, size) => product * size)];
        for (var i = 0; i < values.Length; i++)
            values[i] = (float)Math.Sin(step * i);
        return tensor(values, shape);
    }

    /// <summary>Compares shape, sum, sum of squares and the first values.</summary>
    internal static void Expect(Tensor actual, long[] shape, double sum, double square, params float[] first)
    {
        CollectionAssert.AreEqual(shape, actual.shape);
        var values = actual.detach().to(ScalarType.Float64).data<double>().ToArray();
        for (var i = 0; i < first.Length; i++)
            Assert.AreEqual(first[i], values[i], 2e-5, $"value {i}");
        Assert.AreEqual(square, values.Sum(v => v * v), 1e-4 + (1e-5 * square), "sum of squares");
        Assert.AreEqual(sum, values.Sum(), 2e-3, "sum");
    }

    internal static void AreClose(float[] expected, Tensor actual, double tolerance = 1e-5)
    {
        var values = actual.detach().data<float>().ToArray();
        Assert.HasCount(expected.Length, values);
        for (var i = 0; i < expected.Length; i++)
            Assert.AreEqual(expected[i], values[i], tolerance, $"value {i}");
    }
}
