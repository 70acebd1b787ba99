using GanCompression.Tool.Reporting;

namespace GanCompression.Tool.Commands;

/// <summary>What <c>quickstart --json</c> prints.</summary>
/// <param name="Command">The verb.</param>
/// <param name="Folder">Where the results are.</param>
/// <param name="Page">The page for people.</param>
/// <param name="WasThere">Whether an earlier run had made them.</param>
/// <param name="Report">What <c>report.json</c> holds.</param>
internal sealed record QuickstartResult(string Command, string Folder, string Page, bool WasThere, RunReport Report);
