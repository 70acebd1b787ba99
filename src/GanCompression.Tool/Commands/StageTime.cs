namespace GanCompression.Tool.Commands;

/// <summary>How long a stage took, in a result.</summary>
/// <param name="Stage">Its name.</param>
/// <param name="Seconds">Wall-clock time.</param>
internal sealed record StageTime(string Stage, double Seconds);
