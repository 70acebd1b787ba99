using GanCompression.Tool.Commands;
using GanCompression.Tool.Reporting;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace GanCompression.Tool.Benchmarking;

/// <summary>The results of an inference benchmark as a person reads them.</summary>
internal static class BenchmarkTables
{
    private const int MostNodes = 4;

    /// <summary>The parts, top to bottom.</summary>
    public static IEnumerable<IRenderable> Render(InferenceReport report)
    {
        string peaks = string.Join(", ", report.Peaks.Select(peak => FormattableString.Invariant($"{peak.GigaflopsPerSecond:0} GFLOP/s with {Threads(peak.Threads)}")));
        yield return new Text(FormattableString.Invariant($"{report.VectorWidth} registers; the machine's peak is {peaks}. One image at a time, {report.Rounds} interleaved rounds.\n"));
        foreach (ModelBenchmark model in report.Models)
        {
            yield return new Text($"\n{model.Model}: {model.Architecture} {model.Channels}, {FormattableString.Invariant($"{model.ImageSize}×{model.ImageSize}")}, {FigureText.Count(model.MultiplyAdds)} multiply-adds (published rule), {FigureText.Count(model.ExactMultiplyAdds)} (exact)\n");
            Table table = ResultTables.Columns("Engine", "Threads", "Median ms", "10 %–90 %", "Minimum", "Undisturbed", "Images/s", "GFLOP/s", "Of the peak", "Relative time", "Largest difference");
            foreach (EngineReport engine in model.Engines)
            {
                table.Row(engine.Engine, FormattableString.Invariant($"{engine.Threads}"), FigureText.Number(engine.MedianMilliseconds), $"{FigureText.Number(engine.LowMilliseconds)}–{FigureText.Number(engine.HighMilliseconds)}",
                    FigureText.Number(engine.MinimumMilliseconds), FigureText.Number(engine.UndisturbedMilliseconds), FigureText.Number(engine.ImagesPerSecond), FigureText.Number(engine.GigaflopsPerSecond),
                    Percent(engine.ShareOfPeak), FigureText.Ratio(engine.RelativeTime), engine.WorkingBytes is null ? FormattableString.Invariant($"{engine.LargestDifference:0.0e+0}") : "");
            }

            yield return table;
            EngineReport own = model.Engines[0];
            yield return new Text($"Memory: {FigureText.Bytes(own.WeightBytes!.Value)} of weights and {FigureText.Bytes(own.WorkingBytes!.Value)} to work in; {FigureText.Exact(own.AllocatedBytes!.Value)} bytes allocated per image.\n");
            if (model.Layers.Count > 0)
                yield return Layers(model);
        }

        yield return new Text($"\nThe process took {FigureText.Bytes(report.PeakWorkingSetBytes)} of memory at the most, {FigureText.Bytes(report.ManagedBytes)} of it managed at the end.\n");
    }

    private static Table Layers(ModelBenchmark model)
    {
        Table table = ResultTables.Columns("Step", "Layers", "Output", "ms", "Share", "GFLOP/s");
        foreach (StepReport step in model.Layers)
            table.Row(step.Step, Nodes(step.Nodes), step.Output, FormattableString.Invariant($"{step.Milliseconds:0.000}"), Percent(step.Share), step.MultiplyAdds == 0 ? "" : FigureText.Number(step.GigaflopsPerSecond));
        table.Row("total", "", "", FormattableString.Invariant($"{model.Layers.Sum(step => step.Milliseconds):0.000}"), "", FigureText.Number(2e-6 * model.ExactMultiplyAdds / model.Layers.Sum(step => step.Milliseconds)));
        return table;
    }

    private static string Nodes(IReadOnlyList<string> nodes) => nodes.Count <= MostNodes
        ? string.Join(" ", nodes)
        : FormattableString.Invariant($"{string.Join(" ", nodes.Take(MostNodes - 1))} … {nodes[^1]}");

    private static string Percent(double share) => FormattableString.Invariant($"{100 * share:0.0} %");

    private static string Threads(int threads) => FormattableString.Invariant($"{threads} thread{(threads == 1 ? "" : "s")}");
}
