namespace GanCompression.Tool.Benchmarking;

/// <summary>What the engine is compared with.</summary>
internal enum PeerKind
{
    /// <summary>libtorch in this process, through TorchSharp.</summary>
    Torch,

    /// <summary>ONNX Runtime in this process, on the exported graph.</summary>
    OnnxRuntime,
}
