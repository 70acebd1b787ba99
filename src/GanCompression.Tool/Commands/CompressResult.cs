using GanCompression.Tool.Reporting;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace GanCompression.Tool.Commands;

/// <summary>What <c>compress --json</c> and <c>search --json</c> print.</summary>
/// <param name="Command">The verb.</param>
/// <param name="Method">How <c>compress</c> made the student; null for <c>search</c>.</param>
/// <param name="Budget">What it was allowed to cost; null if the plan was given.</param>
/// <param name="Model">The student that was written.</param>
/// <param name="Teacher">The model that was compressed.</param>
/// <param name="Stages">The stages that this run did, in order.</param>
/// <param name="Search">What the search found; null if there was none.</param>
/// <param name="RankComparison">How far its quick ranking can be trusted; null if that was not asked.</param>
internal sealed record CompressResult(string Command, string? Method, BudgetView? Budget, ModelSummary Model, ModelSummary Teacher, IReadOnlyList<StageTime> Stages, SearchView? Search, RankView? RankComparison = null)
{
    /// <summary>Channels of the student.</summary>
    public string Plan => Search?.Best.Plan ?? Model.Channels;

    /// <summary>Whether fine-tuning was kept; null where there was none, or nothing to compare it with.</summary>
    public FineTuningReport? FineTuning { get; } = FineTuningReport.Of(Model.Provenance);

    /// <summary>The result for a person.</summary>
    public IEnumerable<IRenderable> Render()
    {
        yield return ResultTables.Summary(Model);
        yield return ResultTables.Facts(
        [
            ("Method", Method ?? ""),
            ("Budget", Budget?.Text ?? ""),
            ("Plan", Plan),
            ("Judged", Search is null ? "" : FormattableString.Invariant($"{Search.PlansJudged} plans; {Search.Scorer} of the chosen one {(Search.Best.Score is { } score ? FigureText.Number(score) : "not measured")}")),
            ("Quick ranking", RankComparison is null ? "" : FormattableString.Invariant($"rank correlation {RankComparison.Correlation:0.00} of {RankComparison.Ranking} with {RankComparison.Scorer} over {RankComparison.Plans} random plans")),
            ("Fine-tuning", FineTuning?.ToString() ?? ""),
            ("Frontier", Search?.Files?.Html ?? ""),
            .. Stages.Select(stage => ($"{stage.Stage} took", FigureText.Duration(TimeSpan.FromSeconds(stage.Seconds)))),
        ]);
        yield return new Text(
            $"{FigureText.Ratio((double)Teacher.MultiplyAdds / Model.MultiplyAdds)} fewer multiply-adds (exact: {FigureText.Ratio((double)Teacher.ExactMultiplyAdds / Model.ExactMultiplyAdds)}) and {FigureText.Ratio((double)Teacher.Parameters / Model.Parameters)} fewer parameters than '{Teacher.File}'.\n");
    }
}
