namespace GanCompression.Training;

/// <summary>How generator and discriminator are scored against each other.</summary>
public enum GanLoss
{
    /// <summary>Hinge: the discriminator is pushed until its margin is 1 (Lim and Ye 2017).</summary>
    Hinge,

    /// <summary>Least squares to 1 for real and 0 for generated images (Mao et al., ICCV 2017); known as <c>lsgan</c>.</summary>
    LeastSquares,

    /// <summary>Cross entropy of the logits (Goodfellow et al., NeurIPS 2014).</summary>
    Vanilla,
}
