namespace GanCompression.Training;

/// <summary>Everything that was measured of the plans of a search, and of interrupted ones before it. Thread-safe.</summary>
internal sealed class PlanMeasurements
{
    private readonly string _quickScore;
    private readonly ILatencyMeter _meter;
    private readonly SearchJournal? _journal;
    private readonly Dictionary<(ChannelPlan Plan, int Images), double> _quickScores = [];
    private readonly Dictionary<ChannelPlan, double> _scores = [];
    private readonly Dictionary<ChannelPlan, TimeSpan> _latencies = [];
    private readonly Lock _lock = new();

    /// <param name="quickScore">Which quick score is measured: <see cref="PlanJudge.Key"/>.</param>
    /// <param name="meter">What measures latency.</param>
    /// <param name="journal">Where measurements are kept; null for nowhere.</param>
    public PlanMeasurements(string quickScore, ILatencyMeter meter, SearchJournal? journal)
    {
        _quickScore = quickScore;
        _meter = meter;
        _journal = journal;
        foreach (SearchEvaluation evaluation in journal?.Earlier ?? [])
            Remember(evaluation);
    }

    /// <summary>Remembers a measurement and appends it to the journal.</summary>
    public void Add(SearchEvaluation evaluation)
    {
        lock (_lock)
        {
            _journal?.Append(evaluation);
            Remember(evaluation);
        }
    }

    /// <summary>Quick score of the first images; null where it was not measured.</summary>
    public double? QuickScoreOf(ChannelPlan plan, int images)
    {
        lock (_lock)
            return _quickScores.TryGetValue((plan, images), out double score) ? score : null;
    }

    /// <summary>The score of a plan, if known.</summary>
    public double? ScoreOf(ChannelPlan plan)
    {
        lock (_lock)
            return _scores.TryGetValue(plan, out double score) ? score : null;
    }

    /// <summary>The latency of a plan, if known.</summary>
    public TimeSpan? LatencyOf(ChannelPlan plan)
    {
        lock (_lock)
            return _latencies.TryGetValue(plan, out TimeSpan latency) ? latency : null;
    }

    /// <summary>Measures a plan; the result takes the place of an earlier one.</summary>
    public TimeSpan MeasureLatency(ChannelPlan plan, CompiledPlans networks, CancellationToken cancellationToken)
    {
        TimeSpan latency = networks.Use(plan, network => _meter.Measure(plan, network, cancellationToken));
        Add(new SearchEvaluation { Plan = plan.ToString(), Meter = _meter.Name, Ticks = latency.Ticks });
        return latency;
    }

    private void Remember(SearchEvaluation evaluation)
    {
        ChannelPlan plan = ChannelPlan.Parse(evaluation.Plan);
        if (evaluation.Score is { } score)
        {
            _scores[plan] = score;
        }
        else if (evaluation.Ticks is { } ticks)
        {
            if (evaluation.Meter == _meter.Name)
                _latencies[plan] = TimeSpan.FromTicks(ticks);
        }
        else if (evaluation.Of == _quickScore)
        {
            _quickScores[(plan, evaluation.Images)] = evaluation.QuickScore!.Value;
        }
    }
}
