using System.Collections.Concurrent;
using System.Net;

namespace GanCompression.InteractiveDemo.Load;

/// <summary>Answers by status, and how long each took. Thread-safe.</summary>
internal sealed class LatencyLog
{
    private readonly ConcurrentDictionary<HttpStatusCode, ConcurrentQueue<double>> _milliseconds = new();

    /// <summary>Requests that came to no answer at all.</summary>
    public ConcurrentQueue<string> Failures { get; } = new();

    /// <summary>Answers of every status.</summary>
    public int Total => _milliseconds.Values.Sum(times => times.Count);

    /// <summary>Answers of each status.</summary>
    public IReadOnlyDictionary<HttpStatusCode, int> Counts => _milliseconds.ToDictionary(entry => entry.Key, entry => entry.Value.Count);

    /// <summary>Notes an answer.</summary>
    public void Add(HttpStatusCode status, TimeSpan time) => _milliseconds.GetOrAdd(status, _ => new()).Enqueue(time.TotalMilliseconds);

    /// <summary>Answers of a status.</summary>
    public int Count(HttpStatusCode status) => _milliseconds.TryGetValue(status, out ConcurrentQueue<double>? times) ? times.Count : 0;

    /// <summary>The time, in milliseconds, that a part of the answers of a status did not exceed; not a number where there are none.</summary>
    /// <param name="status">The status.</param>
    /// <param name="part">From 0 to 1: 0.5 for the median.</param>
    public double Quantile(HttpStatusCode status, double part)
    {
        double[] sorted = _milliseconds.TryGetValue(status, out ConcurrentQueue<double>? times) ? [.. times.Order()] : [];
        return sorted.Length == 0 ? double.NaN : sorted[Math.Min(sorted.Length - 1, (int)(part * sorted.Length))];
    }
}
