namespace GanCompression.Tool.Reporting;

/// <summary>The result of a quickstart run: what <c>report.json</c> holds and <c>report.html</c> shows.</summary>
internal sealed record RunReport
{
    /// <summary>Version of this record's form in <c>report.json</c>; rises when a member changes its meaning or goes.</summary>
    public const int CurrentSchemaVersion = 2;

    /// <summary>Version of the form.</summary>
    public int SchemaVersion { get; init; } = CurrentSchemaVersion;

    /// <summary>Version of the tool that wrote it.</summary>
    public required string ToolVersion { get; init; }

    /// <summary>When the run ended, in UTC.</summary>
    public required DateTimeOffset Finished { get; init; }

    /// <summary>Every option of the run, by name, as invariant text.</summary>
    public required SortedDictionary<string, string> Options { get; init; }

    /// <summary>The images.</summary>
    public required DataReport Data { get; init; }

    /// <summary>The training stages in order: teacher, supernet, and fine-tuning of the student where there was any.</summary>
    public required IReadOnlyList<StageReport> Stages { get; init; }

    /// <summary>The search after the supernet.</summary>
    public required SearchReport Search { get; init; }

    /// <summary>Whether fine-tuning made the student better and was kept; null where there was none.</summary>
    public FineTuningReport? FineTuning { get; init; }

    /// <summary>The generator that was compressed.</summary>
    public required ModelReport Teacher { get; init; }

    /// <summary>The compressed generator.</summary>
    public required ModelReport Student { get; init; }

    /// <summary>Teacher divided by student.</summary>
    public required RatioReport Ratio { get; init; }

    /// <summary>Wall-clock time of the whole run in seconds, earlier interrupted parts not counted.</summary>
    public required double TotalSeconds { get; init; }
}
