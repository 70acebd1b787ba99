using System.Globalization;
using Spectre.Console;

namespace GanCompression.Benchmarks;

/// <summary>The times of one contender, and its median relative to the first contender's.</summary>
internal sealed record Measurement(Operation Operation, int ImageSize, int BatchSize, string Contender, double Median, double Min, double Max, double Ratio)
{
    public void AddTo(Table table) => table.AddRow(
        Operation.ToString(), Text($"{ImageSize}²"), Text($"{BatchSize}"), Contender, Text($"{Median:0.0}"), Text($"{Min:0.0} … {Max:0.0}"), Text($"{Ratio:0.00}"));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
