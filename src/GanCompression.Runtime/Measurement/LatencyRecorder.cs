using System.Diagnostics;

namespace GanCompression.Runtime;

/// <summary>
/// Collects the times of single runs. Where several candidates are compared, give each a recorder and let them take turns:
/// whatever else the machine does then hits all of them alike. Not thread-safe.
/// </summary>
public sealed class LatencyRecorder
{
    private const double Agreement = 1.02;
    private const int UndisturbedPart = 8;

    // Processor time of less says little: Windows counts it in steps of 16 ms.
    private static readonly TimeSpan s_leastProcessorTime = TimeSpan.FromMilliseconds(OperatingSystem.IsWindows() ? 400 : 4);

    private readonly List<TimeSpan> _runs = new(capacity: 128);
    private TimeSpan _fastest = TimeSpan.MaxValue;
    private TimeSpan _secondFastest = TimeSpan.MaxValue;
    private TimeSpan _processorTime;
    private int _processorRuns;
    private long _allocatedBytes;

    /// <summary>How many runs it has.</summary>
    public int Runs => _runs.Count;

    /// <summary>Whether the two fastest runs agree within 2 %: more runs would hardly find a faster one.</summary>
    public bool IsSettled => Runs > 1 && _secondFastest <= Agreement * _fastest;

    /// <summary>Runs something and adds what it took: time by the clock, processor time of the whole process, memory allocated by the calling thread.</summary>
    /// <param name="run">What to run.</param>
    public void Time(Action run)
    {
        ArgumentNullException.ThrowIfNull(run);
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        TimeSpan processorTime = Environment.CpuUsage.TotalTime;
        long start = Stopwatch.GetTimestamp();
        run();
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        processorTime = Environment.CpuUsage.TotalTime - processorTime;
        _allocatedBytes += GC.GetAllocatedBytesForCurrentThread() - allocated;
        Add(elapsed, processorTime);
    }

    /// <summary>Adds a run that was timed elsewhere, for example in another process.</summary>
    /// <param name="elapsed">Its time by the clock; at least 0.</param>
    /// <param name="processorTime">Its processor time, over all threads; null where it is not known.</param>
    public void Add(TimeSpan elapsed, TimeSpan? processorTime = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(elapsed, TimeSpan.Zero);
        _runs.Add(elapsed);
        if (processorTime is { } known)
        {
            _processorTime += known;
            _processorRuns++;
        }

        if (elapsed < _fastest)
            (_fastest, _secondFastest) = (elapsed, _fastest);
        else if (elapsed < _secondFastest)
            _secondFastest = elapsed;
    }

    /// <summary>What the runs say so far.</summary>
    /// <exception cref="InvalidOperationException">There is no run yet.</exception>
    public LatencyMeasurement ToMeasurement()
    {
        if (Runs == 0)
            throw new InvalidOperationException("There is no run to measure by; call Time or Add first.");
        TimeSpan[] sorted = [.. _runs.Order()];
        TimeSpan? processorTime = _processorRuns == Runs ? _processorTime / Runs : null;
        TimeSpan undisturbed = sorted[sorted.Length / UndisturbedPart];
        if (_processorTime >= s_leastProcessorTime && processorTime < undisturbed)
            undisturbed = processorTime.Value;
        return new LatencyMeasurement
        {
            Runs = Runs,
            Minimum = sorted[0],
            Percentile10 = Percentile(sorted, 0.1),
            Median = Percentile(sorted, 0.5),
            Percentile90 = Percentile(sorted, 0.9),
            Percentile99 = Percentile(sorted, 0.99),
            ProcessorTime = processorTime,
            Undisturbed = undisturbed > TimeSpan.Zero ? undisturbed : TimeSpan.FromTicks(1),
            AllocatedBytes = _allocatedBytes / Runs,
        };
    }

    /// <summary>A percentile of sorted values, by linear interpolation.</summary>
    internal static TimeSpan Percentile(ReadOnlySpan<TimeSpan> sorted, double fraction)
    {
        double position = fraction * (sorted.Length - 1);
        int below = (int)position;
        int above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((position - below) * (sorted[above] - sorted[below]));
    }
}
