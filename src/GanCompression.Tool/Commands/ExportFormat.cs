namespace GanCompression.Tool.Commands;

/// <summary>What a generator can be exported as.</summary>
internal enum ExportFormat
{
    /// <summary>Weights for PyTorch.</summary>
    Pth,

    /// <summary>Weights as safetensors.</summary>
    Safetensors,

    /// <summary>Weights as NumPy arrays.</summary>
    Npz,

    /// <summary>The whole network, for ONNX Runtime and others.</summary>
    Onnx,
}
