namespace GanCompression;

/// <summary>Which normalisation a network uses after its convolutions.</summary>
public enum NormKind
{
    /// <summary>Instance normalisation without parameters; convolutions before it have a bias.</summary>
    Instance,

    /// <summary>Batch normalisation with scale, shift and running statistics; convolutions before it have no bias.</summary>
    Batch,

    /// <summary>No normalisation.</summary>
    None,
}
