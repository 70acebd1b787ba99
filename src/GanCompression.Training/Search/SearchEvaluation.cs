using System.Text.Json.Serialization;

namespace GanCompression.Training;

/// <summary>One line of a <see cref="SearchJournal"/>: distances to the teacher of some images in a row, a score, or a latency.</summary>
internal sealed record SearchEvaluation
{
    [JsonPropertyName("plan")]
    public required string Plan { get; init; }

    /// <summary>Which quick score it is: <see cref="PlanJudge.Key"/>.</summary>
    [JsonPropertyName("of")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Of { get; init; }

    /// <summary>Index of the first image.</summary>
    [JsonPropertyName("first")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int First { get; init; }

    /// <summary>Number of images, from the first one, that a quick score is of as a set; 0 where there is a distance per image.</summary>
    [JsonPropertyName("images")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Images { get; init; }

    [JsonPropertyName("distances")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double[]? Distances { get; init; }

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
