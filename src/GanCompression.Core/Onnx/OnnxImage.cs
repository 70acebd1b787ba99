namespace GanCompression;

/// <summary>A value of an ONNX file that a layer graph knows: batch × channels × height × width.</summary>
/// <param name="Name">Name of the input or node in the layer graph.</param>
/// <param name="Height">Height in pixels; null where the caller decides.</param>
/// <param name="Width">Width in pixels; null where the caller decides.</param>
internal readonly record struct OnnxImage(string Name, int? Height, int? Width);
