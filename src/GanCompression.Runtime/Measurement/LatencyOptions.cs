namespace GanCompression.Runtime;

/// <summary>How often and how long a <see cref="LatencyMeasurement"/> runs a network.</summary>
public sealed record LatencyOptions
{
    /// <summary>A few runs: enough for the undisturbed time of a network, in 60 to 300 milliseconds.</summary>
    public static LatencyOptions Quick { get; } = new()
    {
        WarmUpRuns = 1,
        FewestRuns = 5,
        ShortestTime = TimeSpan.FromMilliseconds(60),
        LongestTime = TimeSpan.FromMilliseconds(300),
    };

    /// <summary>Runs before the first that counts.</summary>
    /// <value>Default 5; at least 0.</value>
    public int WarmUpRuns { get; init; } = 5;

    /// <summary>Runs that count, at the least, however long they take.</summary>
    /// <value>Default 10; at least 1.</value>
    public int FewestRuns { get; init; } = 10;

    /// <summary>Runs that count, at the most.</summary>
    /// <value>Default 100; at least <see cref="FewestRuns"/>.</value>
    public int MostRuns { get; init; } = 100;

    /// <summary>From here on, the measurement ends as soon as its two fastest runs agree within 2 %.</summary>
    /// <value>Default 2 seconds.</value>
    public TimeSpan ShortestTime { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Here the measurement ends in any case, once it has <see cref="FewestRuns"/>.</summary>
    /// <value>Default 2 seconds; at least <see cref="ShortestTime"/>.</value>
    public TimeSpan LongestTime { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Throws unless every option is in its range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range; the message names it.</exception>
    public void Validate()
    {
        if (WarmUpRuns < 0)
            throw new ArgumentOutOfRangeException(nameof(WarmUpRuns), WarmUpRuns, FormattableString.Invariant($"WarmUpRuns must be at least 0, but was {WarmUpRuns}."));
        if (FewestRuns < 1)
            throw new ArgumentOutOfRangeException(nameof(FewestRuns), FewestRuns, FormattableString.Invariant($"FewestRuns must be at least 1, but was {FewestRuns}."));
        if (MostRuns < FewestRuns)
            throw new ArgumentOutOfRangeException(nameof(MostRuns), MostRuns, FormattableString.Invariant($"MostRuns must be at least FewestRuns ({FewestRuns}), but was {MostRuns}."));
        if (LongestTime < ShortestTime)
            throw new ArgumentOutOfRangeException(nameof(LongestTime), LongestTime, FormattableString.Invariant($"LongestTime must be at least ShortestTime ({ShortestTime}), but was {LongestTime}."));
    }
}
