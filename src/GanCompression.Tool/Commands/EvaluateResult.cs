using GanCompression.Tool.Reporting;

namespace GanCompression.Tool.Commands;

/// <summary>What <c>evaluate --json</c> prints.</summary>
/// <param name="Command">The verb.</param>
/// <param name="Data">The folder of the image pairs.</param>
/// <param name="Models">One entry per model, in the order of the command line.</param>
internal sealed record EvaluateResult(string Command, string Data, IReadOnlyList<EvaluatedModel> Models);
