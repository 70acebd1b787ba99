using System.Globalization;
using System.Net;
using System.Text;

namespace GanCompression.Training;

/// <summary>Draws losses over epochs as SVG: on a logarithmic scale where all are above 0, for their sizes differ widely.</summary>
internal static class LossChart
{
    private const double Width = 640;
    private const double Height = 220;
    private const double Left = 56;
    private const double Right = 8;
    private const double Top = 10;
    private const double Bottom = 24;
    private const int MostPoints = 400;

    private static readonly string[] s_colours = ["#0969da", "#bc4c00", "#1a7f37", "#8250df", "#bf3989", "#6e7781"];

    public static void Append(StringBuilder html, IReadOnlyList<TrainingProgress> reports)
    {
        string[] losses = [.. reports.SelectMany(report => report.Losses.Keys).Distinct(StringComparer.Ordinal)];
        int stride = (reports.Count + MostPoints - 1) / MostPoints;
        TrainingProgress[] shown = [.. reports.Where((_, index) => index % stride == 0 || index == reports.Count - 1)];
        double[] values = [.. shown.SelectMany(report => report.Losses.Values).Where(double.IsFinite)];
        if (values.Length == 0)
            return;

        bool isLogarithmic = values.Min() > 0;
        double low = Scaled(values.Min());
        double high = Math.Max(Scaled(values.Max()), low + 1e-9);
        double first = Epochs(shown[0]);
        double last = Math.Max(Epochs(shown[^1]), first + 1e-9);
        double X(double epochs) => Left + (epochs - first) / (last - first) * (Width - Left - Right);
        double Y(double value) => Height - Bottom - (Scaled(value) - low) / (high - low) * (Height - Top - Bottom);
        double Scaled(double value) => isLogarithmic ? Math.Log10(value) : value;

        _ = html.Append(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 0 {Width} {Height}\" style=\"max-width:{Width}px;font:11px sans-serif\" role=\"img\" aria-label=\"Losses over epochs: {WebUtility.HtmlEncode(string.Join(", ", losses))}\">\n")
            .Append(CultureInfo.InvariantCulture, $"<path d=\"M{Left} {Top}V{Height - Bottom}H{Width - Right}\" fill=\"none\" stroke=\"#888\"/>\n")
            .Append(CultureInfo.InvariantCulture, $"<g fill=\"#888\"><text x=\"{Left - 6}\" y=\"{Top + 8}\" text-anchor=\"end\">{values.Max():g3}</text><text x=\"{Left - 6}\" y=\"{Height - Bottom}\" text-anchor=\"end\">{values.Min():g3}</text>")
            .Append(CultureInfo.InvariantCulture, $"<text x=\"{Left}\" y=\"{Height - 8}\">{first:0.#}</text><text x=\"{Width - Right}\" y=\"{Height - 8}\" text-anchor=\"end\">{last:0.#} epochs</text></g>\n");
        for (int i = 0; i < losses.Length; i++)
        {
            string points = string.Join(' ', shown.Where(report => report.Losses.TryGetValue(losses[i], out double value) && double.IsFinite(value))
                .Select(report => string.Create(CultureInfo.InvariantCulture, $"{X(Epochs(report)):0.#},{Y(report.Losses[losses[i]]):0.#}")));
            _ = html.Append(CultureInfo.InvariantCulture, $"<polyline points=\"{points}\" fill=\"none\" stroke=\"{Colour(i)}\" stroke-width=\"1.5\"/>\n");
        }

        _ = html.Append("</svg>\n<p>").AppendJoin(" ", losses.Select((loss, i) => string.Create(CultureInfo.InvariantCulture,
            $"<span style=\"color:{Colour(i)}\">■</span> {WebUtility.HtmlEncode(loss)} {shown.Last(report => report.Losses.ContainsKey(loss)).Losses[loss]:0.####}"))).Append("</p>\n");
    }

    private static double Epochs(TrainingProgress report) => report.Step * report.Epochs / (double)Math.Max(1, report.Steps);

    private static string Colour(int index) => s_colours[index % s_colours.Length];
}
