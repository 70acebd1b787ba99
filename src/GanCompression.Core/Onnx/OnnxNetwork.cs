using System.Collections.Immutable;

namespace GanCompression;

/// <summary>A network that was read from an ONNX file, and what the file says about its use.</summary>
/// <param name="Network">The network: nodes named as in the file, weights under the names of their nodes.</param>
/// <param name="Inputs">What a caller gives: batch, channels, height, width. A fixed height and width are the size that the network was read for.</param>
/// <param name="Output">What a caller gets.</param>
/// <param name="OperatorSet">Version of ONNX's operators.</param>
public sealed record OnnxNetwork(Network Network, ImmutableArray<OnnxValue> Inputs, OnnxValue Output, int OperatorSet);
