using System.Globalization;
using GanCompression.Training;
using Spectre.Console;

namespace GanCompression.Benchmarks;

/// <summary>
/// What a search costs, in images that sub-networks make, and what it finds: evolution with the published parameters and the budgeted
/// search, on the same trained supernet, budget, images and score. What they find is judged again on more images, which neither has seen.
/// </summary>
internal static class SearchBenchmark
{
    private static readonly ComputeBudget s_budget = ComputeBudget.Ratio(12);

    /// <summary>Searches in both ways on several supernets and says what each cost and found.</summary>
    /// <param name="generations">Generations of the evolution.</param>
    /// <param name="seeds">Number of supernets.</param>
    public static void Run(int generations, int seeds)
    {
        var evolution = new EvolutionSearch { Generations = generations };
        IPlanScorer scorer = PlanScorers.KernelDistance();
        AnsiConsole.MarkupLineInterpolated(
            $"Search among {TrainedSupernet.Channels.Count:#,0} plans for {s_budget}, on supernets trained from {seeds} seeds; evolution with {evolution.Population} plans and {generations} generations. Lower scores are better: {scorer.Name}.");
        var table = new Table().AddColumns("seed", "search", "images made", "plans judged", "scored by all images", "score", "held-out score", "teacher, held out");
        var comparisons = new List<SearchComparison>();
        for (int seed = 0; seed < seeds; seed++)
        {
            using TrainedSupernet supernet = TrainedSupernet.Train(seed);
            var comparison = SearchComparison.Of(supernet, s_budget, evolution, scorer, seed);
            comparisons.Add(comparison);
            AddRow("budgeted", comparison.Budgeted, comparison.BudgetedHeldOut);
            AddRow("evolution", comparison.Evolution, comparison.EvolutionHeldOut);
            AnsiConsole.MarkupLineInterpolated(
                $"Seed {seed}: budgeted {comparison.Budgeted.GeneratorRuns:#,0} images, held out {comparison.BudgetedHeldOut:0.00000}; evolution {comparison.Evolution.GeneratorRuns:#,0} images, held out {comparison.EvolutionHeldOut:0.00000}, as good {(comparison.ImagesToTarget is { } images ? Text($"after {images:#,0}") : "never")}.");

            void AddRow(string name, CompressionFrontier frontier, double heldOut) => table.AddRow(
                Text($"{comparison.Seed}"), name, Text($"{frontier.GeneratorRuns:#,0}"), Text($"{frontier.Points.Length:#,0}"), Text($"{frontier.Points.Count(point => point.Score is not null):#,0}"),
                Text($"{frontier.Best.Score:0.00000}"), Text($"{heldOut:0.00000}"), Text($"{comparison.TeacherHeldOut:0.00000}"));
        }

        AnsiConsole.Write(table);
        var summary = new Table().AddColumns("over all seeds", "median", "min … max");
        Summarize("images of all of evolution / of budgeted", comparison => comparison.WholeRatio);
        Summarize("images until evolution was as good / of budgeted", comparison => comparison.TargetRatio);
        Summarize("the same, as good on held-out images", comparison => comparison.HeldOutTargetRatio);
        Summarize("held-out score, budgeted / evolution", comparison => comparison.BudgetedHeldOut / comparison.EvolutionHeldOut);
        AnsiConsole.Write(summary);
        AnsiConsole.MarkupLineInterpolated($"Where evolution was never as good, all of its images count, as a lower bound: {comparisons.Count(comparison => comparison.ImagesToTarget is null)} of {seeds} by the score of the search, {comparisons.Count(comparison => comparison.ImagesToHeldOutTarget is null)} of {seeds} on held-out images.");

        void Summarize(string name, Func<SearchComparison, double> value)
        {
            double[] sorted = [.. comparisons.Select(value).Order()];
            double median = (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
            _ = summary.AddRow(name, Text($"{median:0.00}"), Text($"{sorted[0]:0.00} … {sorted[^1]:0.00}"));
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
