namespace TorchSharp.Interop;

/// <summary>What an operator argument holds; the same numbers as `Kind` in Native/atenshim.cpp.</summary>
internal enum ArgumentKind
{
    Default,
    None,
    Tensor,
    Int,
    Double,
    Bool,
    IntList,
    DoubleList,
    TensorList,
    OptionalTensorList,
    String,
    Generator,
}
