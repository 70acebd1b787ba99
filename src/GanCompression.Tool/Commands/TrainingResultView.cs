using GanCompression.Tool.Reporting;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace GanCompression.Tool.Commands;

/// <summary>What <c>train --json</c> and <c>compress --json</c> print.</summary>
/// <param name="Command">The verb.</param>
/// <param name="Model">The model that was written; its last stage is what the verb did.</param>
/// <param name="Teacher">For <c>compress</c>, the model that was compressed.</param>
internal sealed record TrainingResultView(string Command, ModelSummary Model, ModelSummary? Teacher)
{
    /// <summary>The result for a person.</summary>
    public IEnumerable<IRenderable> Render()
    {
        yield return ResultTables.Summary(Model);
        StageRecord stage = Model.Provenance[^1];
        string smaller = Teacher is null ? "" : $", {FigureText.Ratio((double)Teacher.MultiplyAdds / Model.MultiplyAdds)} fewer multiply-adds and {FigureText.Ratio((double)Teacher.Parameters / Model.Parameters)} fewer parameters than '{Teacher.File}'";
        yield return new Text($"{stage.Stage} took {FigureText.Duration(TimeSpan.FromSeconds(stage.DurationSeconds))}{smaller}.\n");
    }
}
