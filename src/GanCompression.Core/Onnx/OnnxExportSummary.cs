using System.Collections.Immutable;

namespace GanCompression;

/// <summary>What was written into an ONNX file.</summary>
/// <param name="Inputs">What a caller gives.</param>
/// <param name="Output">What a caller gets.</param>
/// <param name="OperatorSet">Version of ONNX's operators.</param>
/// <param name="Rewrites">What <see cref="OnnxExportOptions.UseOnnxRuntimeRewrites"/> changed, one sentence each.</param>
public sealed record OnnxExportSummary(ImmutableArray<OnnxValue> Inputs, OnnxValue Output, int OperatorSet, ImmutableArray<string> Rewrites);
