namespace GanCompression.Runtime;

/// <summary>One channel of a depthwise convolution. Offsets and steps are in floats.</summary>
internal unsafe struct DepthwiseArguments
{
    public float* Source;
    public nint SourceRowStep;
    public float* Target;
    public nint TargetRowStep;
    public int Height;
    public int Width;
    public nint* Taps;
    public int TapCount;
    public float* Weights;
    public float Bias;
    public float NegativeSlope;

    /// <summary>A value close to the mean of the results, which their moments refer to.</summary>
    public float Shift;

    /// <summary>Receives the sum of the results' distances to the shift.</summary>
    public double Sum;

    /// <summary>Receives the sum of the squares of those distances.</summary>
    public double SumOfSquares;
}
