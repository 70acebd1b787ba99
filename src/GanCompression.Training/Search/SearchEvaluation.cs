using System.Text.Json.Serialization;

namespace GanCompression.Training;

/// <summary>One line of a <see cref="SearchJournal"/>: either the distance to the teacher over the first images, or a score.</summary>
internal sealed record SearchEvaluation
{
    [JsonPropertyName("plan")]
    public required string Plan { get; init; }

    [JsonPropertyName("images")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Images { get; init; }

    [JsonPropertyName("distance")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Distance { get; init; }

    [JsonPropertyName("score")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Score { get; init; }
}
