namespace GanCompression.Training;

/// <summary>
/// What became of fine-tuning: the sub-network that a search chose, and the student that it became when it was trained on alone, judged
/// by the scorer of the search on the images of the search.
/// </summary>
/// <param name="Scorer">Name of what gave the scores.</param>
/// <param name="SubNetworkScore">Score of the sub-network as the supernet has it; lower is better.</param>
/// <param name="FineTunedScore">Score of the fine-tuned student.</param>
public sealed record FineTuningOutcome(string Scorer, double SubNetworkScore, double FineTunedScore)
{
    /// <summary>Name of the stage that chooses, in provenance.</summary>
    public const string StageName = "Selection";

    /// <summary>Whether the fine-tuned student is the better one, and was kept; otherwise the sub-network was.</summary>
    public bool IsFineTunedKept => FineTunedScore < SubNetworkScore;

    /// <summary>The outcome as one sentence for a log.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"Fine-tuning took the sub-network from {SubNetworkScore:g4} to {FineTunedScore:g4} ({Scorer}, on the images of the search); kept {(IsFineTunedKept ? "the fine-tuned student" : "the sub-network as it was")}.");
}
