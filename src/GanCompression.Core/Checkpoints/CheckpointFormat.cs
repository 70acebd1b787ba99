namespace GanCompression;

/// <summary>Formats in which the weights of a generator are exchanged with other libraries.</summary>
public enum CheckpointFormat
{
    /// <summary>A state_dict in PyTorch's zip format.</summary>
    Pth,

    /// <summary>Safetensors.</summary>
    Safetensors,

    /// <summary>NumPy's archive, one array per weight.</summary>
    Npz,
}
