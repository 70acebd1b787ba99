namespace GanCompression.Samples.InteractiveDemo;

/// <summary>Where the time of a translation went.</summary>
/// <param name="Queued">Waiting for a worker.</param>
/// <param name="Engine">In the network.</param>
internal readonly record struct TranslationTimes(TimeSpan Queued, TimeSpan Engine);
