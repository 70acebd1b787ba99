using System.Diagnostics;

namespace GanCompression.Samples.InteractiveDemo;

/// <summary>Counts requests by how they ended. Thread-safe.</summary>
internal sealed class DemoCounters
{
    private readonly long[] _requests = new long[Enum.GetValues<RequestOutcome>().Length];
    private readonly long _start = Stopwatch.GetTimestamp();
    private long _engineTicks;

    /// <summary>Time since the counters began.</summary>
    public TimeSpan Uptime => Stopwatch.GetElapsedTime(_start);

    /// <summary>Time that the networks took, all requests together.</summary>
    public TimeSpan EngineTime => TimeSpan.FromTicks(Interlocked.Read(ref _engineTicks));

    /// <summary>Requests that ended in this way.</summary>
    public long this[RequestOutcome outcome] => Interlocked.Read(ref _requests[(int)outcome]);

    /// <summary>Counts a request.</summary>
    public void Add(RequestOutcome outcome) => Interlocked.Increment(ref _requests[(int)outcome]);

    /// <summary>Counts a request that was answered with a picture.</summary>
    public void AddTranslated(TimeSpan engine)
    {
        Add(RequestOutcome.Translated);
        _ = Interlocked.Add(ref _engineTicks, engine.Ticks);
    }
}
