namespace GanCompression.Tool.Benchmarking;

/// <summary>What an inference benchmark runs.</summary>
internal sealed record InferenceOptions
{
    /// <summary>Numbers of threads, each at least 1.</summary>
    public IReadOnlyList<int> Threads { get; init; } = [1];

    /// <summary>How often each engine gets its turn; at least 1.</summary>
    public int Rounds { get; init; } = 20;

    /// <summary>What the engine is compared with.</summary>
    public IReadOnlyList<PeerKind> Peers { get; init; } = [];

    /// <summary>Whether each fused step is measured too.</summary>
    public bool HasLayers { get; init; }
}
