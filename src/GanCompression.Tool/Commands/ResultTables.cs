using GanCompression.Tool.Reporting;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace GanCompression.Tool.Commands;

/// <summary>Results as tables for people.</summary>
internal static class ResultTables
{
    /// <summary>A table with a name and a value per row; rows without a value are left out.</summary>
    public static Table Facts(params IEnumerable<(string Name, string Value)> facts)
    {
        Table table = new Table().Border(TableBorder.Rounded).HideHeaders().AddColumn("").AddColumn("");
        foreach ((string name, string value) in facts.Where(fact => fact.Value.Length > 0))
            table.AddRow(new Text(name), new Text(value));
        return table;
    }

    /// <summary>A table with a heading per column; columns after the first are right-aligned.</summary>
    public static Table Columns(params IEnumerable<string> headings)
    {
        Table table = new Table().Border(TableBorder.Rounded);
        foreach (string heading in headings)
        {
            var column = new TableColumn(new Text(heading));
            table.AddColumn(table.Columns.Count == 0 ? column : column.RightAligned());
        }

        return table;
    }

    /// <summary>Adds a row of plain texts.</summary>
    public static void Row(this Table table, params IEnumerable<string> cells) => table.AddRow([.. cells.Select(cell => (IRenderable)new Text(cell))]);

    /// <summary>What a model is.</summary>
    public static Table Summary(ModelSummary model) => Facts(
        ("File", $"{model.File} ({FigureText.Bytes(model.FileBytes)}{(model.HasDiscriminator ? ", discriminator included" : "")})"),
        ("Architecture", model.Architecture),
        ("Channels", model.Channels),
        ("Made for", FormattableString.Invariant($"{model.ImageSize}×{model.ImageSize} pixels")),
        (FormattableString.Invariant($"Multiply-adds at {model.CostImageSize}×{model.CostImageSize}"), $"{FigureText.Count(model.MultiplyAdds)} (published rule), {FigureText.Count(model.ExactMultiplyAdds)} (exact)"),
        ("Parameters", FigureText.Count(model.Parameters)));

    /// <summary>What made a model.</summary>
    public static IEnumerable<IRenderable> Provenance(ModelSummary model)
    {
        foreach (StageRecord stage in model.Provenance)
        {
            yield return new Text($"\nStage {stage.Stage}\n");
            yield return Facts(
            [
                ("Duration", FigureText.Duration(TimeSpan.FromSeconds(stage.DurationSeconds))),
                ("Multiply-adds", Change(stage.MultiplyAddsBefore, stage.MultiplyAddsAfter)),
                ("Parameters", Change(stage.ParametersBefore, stage.ParametersAfter)),
                ("Seed", FormattableString.Invariant($"{stage.Seed}")),
                .. stage.Options.Where(option => option.Key != "Seed").Select(option => (option.Key, option.Value)),
                .. stage.Metrics.Select(metric => (metric.Key, FigureText.Number(metric.Value))),
            ]);
        }

        static string Change(long? before, long after) => before is { } old && after > 0
            ? $"{FigureText.Count(old)} → {FigureText.Count(after)} ({FigureText.Ratio((double)old / after)})"
            : FigureText.Count(after);
    }
}
