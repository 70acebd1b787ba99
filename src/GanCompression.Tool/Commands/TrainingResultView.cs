using GanCompression.Tool.Reporting;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace GanCompression.Tool.Commands;

/// <summary>What <c>train --json</c> prints.</summary>
/// <param name="Command">The verb.</param>
/// <param name="Model">The model that was written; its last stage is what the verb did.</param>
internal sealed record TrainingResultView(string Command, ModelSummary Model)
{
    /// <summary>The result for a person.</summary>
    public IEnumerable<IRenderable> Render()
    {
        yield return ResultTables.Summary(Model);
        StageRecord stage = Model.Provenance[^1];
        yield return new Text($"{stage.Stage} took {FigureText.Duration(TimeSpan.FromSeconds(stage.DurationSeconds))}.\n");
    }
}
