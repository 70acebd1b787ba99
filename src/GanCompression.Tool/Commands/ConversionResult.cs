using System.Text.Json.Serialization;

namespace GanCompression.Tool.Commands;

/// <summary>What <c>import --json</c> and <c>export --json</c> print.</summary>
/// <param name="Command">The verb.</param>
/// <param name="Output">The file that was written.</param>
/// <param name="Model">The model in figures.</param>
/// <param name="Onnx">What an ONNX file takes and gives; absent for other files.</param>
internal sealed record ConversionResult(
    string Command, string Output, ModelSummary Model, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] OnnxView? Onnx = null);
