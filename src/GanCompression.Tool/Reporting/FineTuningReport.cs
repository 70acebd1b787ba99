using GanCompression.Training;

namespace GanCompression.Tool.Reporting;

/// <summary>What became of the fine-tuning of a recipe.</summary>
/// <param name="Kept">Which of the two is the student: <c>FineTuned</c> or <c>SubNetwork</c>.</param>
/// <param name="Scorer">What chose; lower is better.</param>
/// <param name="SubNetworkScore">Score of the supernet's sub-network.</param>
/// <param name="FineTunedScore">Score after fine-tuning.</param>
internal sealed record FineTuningReport(string Kept, string Scorer, double SubNetworkScore, double FineTunedScore)
{
    /// <summary>What a provenance says; null where it does not end with a choice.</summary>
    public static FineTuningReport? Of(IReadOnlyList<StageRecord> provenance) => provenance is [.., { Stage: FineTuningOutcome.StageName } choice]
        ? new FineTuningReport(choice.Options["Kept"], choice.Options["Scorer"], choice.Metrics["SubNetworkScore"], choice.Metrics["FineTunedScore"])
        : null;

    /// <summary>The same as a sentence.</summary>
    public override string ToString() => new FineTuningOutcome(Scorer, SubNetworkScore, FineTunedScore).ToString();
}
