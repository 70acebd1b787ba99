namespace GanCompression.Training;

/// <summary>How the distance between a generated image and its target is measured.</summary>
public enum ReconstructionLoss
{
    /// <summary>Mean absolute difference.</summary>
    L1,

    /// <summary>Mean squared difference.</summary>
    L2,

    /// <summary>Squared below a difference of 1, absolute above it.</summary>
    SmoothL1,
}
