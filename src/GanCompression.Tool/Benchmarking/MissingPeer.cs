namespace GanCompression.Tool.Benchmarking;

/// <summary>A peer that was asked for and is not installed.</summary>
/// <param name="Name">The peer.</param>
/// <param name="Reason">Why it cannot run, in one sentence.</param>
/// <param name="Cure">What to type to install it.</param>
internal sealed record MissingPeer(string Name, string Reason, string Cure);
