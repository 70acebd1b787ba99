using System.Globalization;
using System.Net;
using System.Text;
using System.Xml.Linq;
using GanCompression.Quality;

namespace GanCompression.Training;

/// <summary>
/// Collects the progress reports of one or several training runs, and draws their losses. Safe for use by several threads.
/// </summary>
/// <example>
/// <code>
/// var history = new TrainingHistory();
/// options.ProgressCallback = history.Report;
/// // after training, as the last expression of a notebook's cell:
/// history
/// </code>
/// </example>
[TypeFormatterSource(typeof(HtmlFormatterSource), PreferredMimeTypes = ["text/html"])]
public sealed class TrainingHistory : IHtmlView
{
    private const int MostPoints = 400;

    private readonly Lock _gate = new();
    private readonly List<TrainingProgress> _reports = [];

    /// <summary>The reports so far, in the order in which they came.</summary>
    public IReadOnlyList<TrainingProgress> Reports
    {
        get
        {
            lock (_gate)
                return [.. _reports];
        }
    }

    /// <summary>Takes a report: a <see cref="TrainingOptions.ProgressCallback"/>.</summary>
    /// <param name="progress">The report.</param>
    public void Report(TrainingProgress progress)
    {
        ArgumentNullException.ThrowIfNull(progress);
        lock (_gate)
            _reports.Add(progress);
    }

    /// <summary>A chart of the losses over the epochs for every stage, as inline SVG.</summary>
    public string ToHtml()
    {
        var html = new StringBuilder("<div>\n");
        foreach (IGrouping<string, TrainingProgress> stage in Reports.GroupBy(report => report.Stage))
        {
            TrainingProgress[] reports = [.. stage];
            TrainingProgress last = reports[^1];
            _ = html.Append(CultureInfo.InvariantCulture, $"<p><strong>{WebUtility.HtmlEncode(last.Stage)}</strong>: epoch {last.Epoch} of {last.Epochs}, {last.ImagesPerSecond:0.#} images per second, {last.Elapsed:d\\.hh\\:mm\\:ss}</p>\n");
            if (reports.Any(report => report.Losses.Values.Any(double.IsFinite)))
                _ = html.Append(LossChart(reports)).Append('\n');
        }

        if (html.Length == "<div>\n".Length)
            _ = html.Append("<p>No training was reported.</p>\n");
        return html.Append("</div>").ToString();
    }

    private static XElement LossChart(TrainingProgress[] reports)
    {
        int stride = (reports.Length + MostPoints - 1) / MostPoints;
        TrainingProgress[] shown = [.. reports.Where((_, index) => index % stride == 0 || index == reports.Length - 1)];
        IEnumerable<ChartSeries> lines = reports.SelectMany(report => report.Losses.Keys).Distinct(StringComparer.Ordinal).Select((loss, i) =>
        {
            ChartPoint[] points = [.. shown.Where(report => report.Losses.ContainsKey(loss)).Select(report => new ChartPoint(Epochs(report), report.Losses[loss]))];
            double last = reports.Last(report => report.Losses.ContainsKey(loss)).Losses[loss];
            return new ChartSeries(FormattableString.Invariant($"{loss} {last:0.####}"), i, points);
        });
        return new Chart("Losses", "", new ChartAxis("epochs", Invariant), new ChartAxis("loss", Invariant, IsSymmetricLog: true), [.. lines]).ToElement();
    }

    private static double Epochs(TrainingProgress report) => report.Step * report.Epochs / (double)Math.Max(1, report.Steps);

    private static string Invariant(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);

    /// <summary>The last report of every stage, one sentence each.</summary>
    public override string ToString() => string.Join('\n', Reports.GroupBy(report => report.Stage).Select(stage => stage.Last().ToString()).DefaultIfEmpty("No training was reported."));
}
