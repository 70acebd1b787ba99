namespace GanCompression.Tool.Commands;

/// <summary>How long a stage took, in a result.</summary>
/// <param name="Stage">Its name.</param>
/// <param name="Seconds">Wall-clock time.</param>
internal sealed record StageTime(string Stage, double Seconds)
{
    /// <summary>The stages that made one model of another, in order.</summary>
    public static IReadOnlyList<StageTime> Of(GeneratorModel model, GeneratorModel after) =>
        [.. model.Provenance.Skip(after.Provenance.Length).Select(stage => new StageTime(stage.Stage, stage.DurationSeconds))];
}
