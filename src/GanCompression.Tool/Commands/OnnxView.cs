namespace GanCompression.Tool.Commands;

/// <summary>What <c>export --json</c> says about an ONNX file.</summary>
/// <param name="OperatorSet">Version of ONNX's operators.</param>
/// <param name="Inputs">What a caller gives.</param>
/// <param name="Output">What a caller gets.</param>
/// <param name="Rewrites">What was written in a faster form, one sentence each.</param>
internal sealed record OnnxView(int OperatorSet, IReadOnlyList<OnnxValueView> Inputs, OnnxValueView Output, IReadOnlyList<string> Rewrites)
{
    /// <summary>Makes the view of a file.</summary>
    public static OnnxView Of(OnnxExportSummary summary) =>
        new(summary.OperatorSet, [.. summary.Inputs.Select(OnnxValueView.Of)], OnnxValueView.Of(summary.Output), summary.Rewrites);
}
