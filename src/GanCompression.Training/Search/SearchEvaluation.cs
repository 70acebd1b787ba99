using System.Text.Json.Serialization;

namespace GanCompression.Training;

/// <summary>One line of a <see cref="SearchJournal"/>: a quick score of the first images, a score of all, or a latency.</summary>
internal sealed record SearchEvaluation
{
    [JsonPropertyName("plan")]
    public required string Plan { get; init; }

    /// <summary>Which quick score it is: <see cref="PlanJudge.Key"/>.</summary>
    [JsonPropertyName("of")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Of { get; init; }

    /// <summary>Images behind the quick score: the first ones.</summary>
    [JsonPropertyName("images")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Images { get; init; }

    [JsonPropertyName("quick")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? QuickScore { get; init; }

    [JsonPropertyName("score")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Score { get; init; }

    /// <summary>What measured the latency: <see cref="ILatencyMeter.Name"/>.</summary>
    [JsonPropertyName("meter")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Meter { get; init; }

    /// <summary>The latency in units of 100 nanoseconds.</summary>
    [JsonPropertyName("ticks")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Ticks { get; init; }
}
