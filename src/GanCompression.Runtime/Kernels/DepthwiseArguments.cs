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
}
