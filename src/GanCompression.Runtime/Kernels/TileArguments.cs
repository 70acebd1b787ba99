namespace GanCompression.Runtime;

/// <summary>What a convolution tile kernel computes on: a few output channels at the pixels of one tile, summed over a range of input channels.</summary>
internal unsafe struct TileArguments
{
    /// <summary>The pixels.</summary>
    public TilePosition* Position;

    /// <summary>First input channel, at the tap (0, 0) of the output pixel (0, 0).</summary>
    public float* Source;

    /// <summary>Floats from one input channel to the next.</summary>
    public nint SourcePlane;

    /// <summary>Number of input channels to sum over.</summary>
    public int Inputs;

    /// <summary>Offset of every kernel tap, in floats.</summary>
    public nint* Taps;

    /// <summary>Number of kernel taps.</summary>
    public int TapCount;

    /// <summary>Taps in one row of the kernel.</summary>
    public int TapsPerRow;

    /// <summary>Weights: for every input channel and tap one value per output channel of the tile.</summary>
    public float* Weights;

    /// <summary>Start values, one per output channel of the tile.</summary>
    public float* Bias;

    /// <summary>First output channel.</summary>
    public float* Target;

    /// <summary>Floats from one output channel to the next.</summary>
    public nint TargetPlane;

    /// <summary>How many of the tile's output channels exist.</summary>
    public int Outputs;

    /// <summary>Whether earlier input channels have been summed into the target already.</summary>
    public bool Continues;

    /// <summary>Whether these are the last input channels, so that the result is final.</summary>
    public bool Completes;

    /// <summary>Whether negative results are multiplied by a factor now.</summary>
    public bool Rectifies;

    /// <summary>Factor of negative results: 1 for none, 0 for a rectifier.</summary>
    public float NegativeSlope;

    /// <summary>Running moments of the output channels (see <see cref="ChannelMoments"/>); null where nobody needs them.</summary>
    public float* Moments;
}
