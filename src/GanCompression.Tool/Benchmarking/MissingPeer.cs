namespace GanCompression.Tool.Benchmarking;

/// <summary>A peer that was asked for and is not installed.</summary>
/// <param name="Name">The peer.</param>
/// <param name="Reason">What is missing, and the command that installs it.</param>
internal sealed record MissingPeer(string Name, string Reason);
