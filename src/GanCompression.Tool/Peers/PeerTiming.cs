namespace GanCompression.Tool.Peers;

/// <summary>How long one run took inside a peer, without what lies between the processes.</summary>
/// <param name="Wall">Time on the clock.</param>
/// <param name="Processor">Time of all threads of the peer on a processor: what to compare on a busy machine.</param>
internal readonly record struct PeerTiming(TimeSpan Wall, TimeSpan Processor);
