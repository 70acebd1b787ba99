namespace GanCompression.Training.Tests;

internal static class FloatArrayExtensions
{
    public static WeightTensor ToWeights(this float[] values, params ReadOnlySpan<int> shape) => WeightTensor.FromFloats(values, shape);
}
