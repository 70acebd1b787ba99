namespace GanCompression.Training;

/// <summary>How far a search is.</summary>
/// <param name="What">What is being measured, for example <c>mean absolute pixel difference to the teacher on 8 images</c>.</param>
/// <param name="Done">Plans of this round that are judged.</param>
/// <param name="Plans">Plans of this round.</param>
/// <param name="Best">Lowest value of this round so far.</param>
/// <param name="BestPlan">The plan that has it.</param>
/// <param name="Elapsed">Time since the search began.</param>
public sealed record SearchProgress(string What, int Done, int Plans, double Best, ChannelPlan BestPlan, TimeSpan Elapsed)
{
    /// <summary>The progress as one sentence for a log.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"Search, {What}: {Done}/{Plans} plans, best {Best:g5} by {BestPlan}; {Elapsed:d\\.hh\\:mm\\:ss} elapsed.");
}
