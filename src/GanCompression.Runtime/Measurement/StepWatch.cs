using System.Diagnostics;

namespace GanCompression.Runtime;

/// <summary>Measures the steps of a plan while it runs.</summary>
internal sealed class StepWatch
{
    private readonly LatencyRecorder[] _recorders;
    private bool _isCounted;
    private long _timestamp;
    private TimeSpan _processorTime;

    public StepWatch(int steps) => _recorders = [.. Enumerable.Range(0, steps).Select(_ => new LatencyRecorder())];

    /// <summary>A run begins.</summary>
    /// <param name="isCounted">Whether its times count.</param>
    public void Start(bool isCounted)
    {
        _isCounted = isCounted;
        _processorTime = Environment.CpuUsage.TotalTime;
        _timestamp = Stopwatch.GetTimestamp();
    }

    /// <summary>A step has ended; the next one begins.</summary>
    public void End(int step)
    {
        TimeSpan elapsed = Stopwatch.GetElapsedTime(_timestamp);
        TimeSpan processorTime = Environment.CpuUsage.TotalTime;
        if (_isCounted)
            _recorders[step].Add(elapsed, processorTime - _processorTime);
        _processorTime = processorTime;
        _timestamp = Stopwatch.GetTimestamp();
    }

    /// <summary>What a step takes when nothing else runs.</summary>
    public TimeSpan TimeOf(int step) => _recorders[step].ToMeasurement().Undisturbed;
}
