using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using GanCompression.Training;

namespace GanCompression.Tool.Reporting;

/// <summary>A run as one HTML page that needs nothing but itself: pictures and charts are inside, nothing is fetched.</summary>
internal static class HtmlReport
{
    private const string Style = """

        :root { color-scheme: light dark; --page: #ffffff; --panel: #f6f8fa; --ink: #1f2328; --soft: #59636e; --edge: #d1d9e0; --good: #1a7f37;
          --c0: #0969da; --c1: #bc4c00; --c2: #1a7f37; --c3: #8250df; --c4: #bf3989; --c5: #6e7781; }
        @media (prefers-color-scheme: dark) { :root { --page: #0d1117; --panel: #151b23; --ink: #f0f6fc; --soft: #9198a1; --edge: #3d444d; --good: #3fb950;
          --c0: #58a6ff; --c1: #f0883e; --c2: #3fb950; --c3: #bc8cff; --c4: #f778ba; --c5: #b1bac4; } }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif; }
        main { max-width: 75rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
        h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .25rem; }
        h2 { font-size: 1.25rem; margin: 2.75rem 0 .75rem; }
        p { margin: .25rem 0 .75rem; max-width: 50rem; }
        .soft { color: var(--soft); }
        .figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(10.5rem, 1fr)); gap: .75rem; margin: 1.5rem 0 0; }
        .figures div { background: var(--panel); border: 1px solid var(--edge); border-radius: .6rem; padding: .8rem 1rem; }
        .figures dt { color: var(--soft); font-size: .85rem; }
        .figures dd { margin: 0; font-size: 1.75rem; font-weight: 650; line-height: 1.2; font-variant-numeric: tabular-nums; }
        .figures dd small { display: block; font-size: .8rem; font-weight: 400; color: var(--soft); margin-top: .15rem; }
        .strips { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 34rem), 1fr)); gap: .9rem 1.5rem; }
        .strip { display: grid; grid-template-columns: repeat(4, 1fr); gap: .35rem; }
        .strip figure { margin: 0; }
        .strip img { width: 100%; height: auto; display: block; border-radius: .3rem; }
        .crisp img { image-rendering: pixelated; }
        .strip figcaption { font-size: .75rem; color: var(--soft); text-align: center; }
        .charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 30rem), 1fr)); gap: 1.5rem; }
        .chart { border: 1px solid var(--edge); border-radius: .6rem; padding: 1rem; background: var(--panel); }
        .chart figcaption { font-weight: 600; margin-bottom: .5rem; }
        .chart figcaption small { display: block; font-weight: 400; color: var(--soft); }
        .chart svg { margin: 0 auto; }
        .chart .legend { color: var(--soft); font-variant-numeric: tabular-nums; }
        .scroll { overflow-x: auto; }
        table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
        th, td { text-align: right; padding: .4rem .75rem; border-bottom: 1px solid var(--edge); white-space: nowrap; }
        th:first-child { text-align: left; font-weight: 400; white-space: normal; }
        thead th { color: var(--soft); font-weight: 600; font-size: .85rem; }
        tbody.group th[scope=rowgroup] { font-weight: 600; padding-top: 1.1rem; }
        td small { color: var(--soft); }
        .better { color: var(--good); font-weight: 600; }
        dl.options { display: grid; grid-template-columns: repeat(auto-fill, minmax(14rem, 1fr)); gap: .3rem 1.5rem; margin: 0; font-size: .9rem; }
        dl.options div { display: flex; justify-content: space-between; gap: 1rem; border-bottom: 1px dotted var(--edge); }
        dl.options dt { color: var(--soft); } dl.options dd { margin: 0; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; text-align: right; }

        """;

    /// <summary>Writes the page.</summary>
    /// <param name="stream">Where to; UTF-8 without a byte order mark.</param>
    /// <param name="report">The figures.</param>
    /// <param name="images">Some test images with the source, the target and what both generators make of it.</param>
    public static void Write(Stream stream, RunReport report, ImageStrip images)
    {
        var settings = new XmlWriterSettings { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), OmitXmlDeclaration = true, Indent = true, NewLineChars = "\n" };
        using var writer = XmlWriter.Create(stream, settings);
        Page(report, images).Save(writer);
    }

    private static XDocument Page(RunReport report, ImageStrip images) => new(
        new XDocumentType("html", null, null, null),
        new XElement("html", new XAttribute("lang", "en"),
            new XElement("head",
                new XElement("meta", new XAttribute("charset", "utf-8")),
                new XElement("meta", new XAttribute("name", "viewport"), new XAttribute("content", "width=device-width, initial-scale=1")),
                new XElement("title", $"{FigureText.Ratio(report.Ratio.MultiplyAdds)} fewer multiply-adds: a compressed generator"),
                new XElement("style", Style)),
            new XElement("body",
                new XElement("main",
                    Header(report),
                    Section("pictures", "What the generators make of images they have never seen", images.ToElement()),
                    Section("comparison", "Teacher and student", Comparison(report)),
                    Section("search", "The search for the student", Search(report.Search, report.FineTuning)),
                    Section("training", "Training", Charts(report)),
                    Section("options", "How this was made", Provenance(report))))));

    private static XElement Header(RunReport report)
    {
        QualityReport teacher = report.Teacher.Quality;
        QualityReport student = report.Student.Quality;
        return new XElement("header",
            new XElement("h1", $"A generator with {FigureText.Ratio(report.Ratio.MultiplyAdds)} fewer multiply-adds"),
            new XElement("p", new XAttribute("class", "soft"), FormattableString.Invariant(
                $"{report.Data.Description}: {report.Data.TrainingImages} training pairs, {report.Data.TestImages} held-out pairs of {report.Data.ImageSize}×{report.Data.ImageSize} pixels. Done in {FigureText.Duration(TimeSpan.FromSeconds(report.TotalSeconds))}.")),
            new XElement("dl", new XAttribute("class", "figures"),
                Figure("Fewer multiply-adds", FigureText.Ratio(report.Ratio.MultiplyAdds), $"{FigureText.Count(report.Teacher.MultiplyAdds)} → {FigureText.Count(report.Student.MultiplyAdds)}"),
                Figure("Fewer parameters", FigureText.Ratio(report.Ratio.Parameters), $"{FigureText.Count(report.Teacher.Parameters)} → {FigureText.Count(report.Student.Parameters)}"),
                Figure("Smaller model file", FigureText.Ratio(report.Ratio.FileBytes), $"{FigureText.Bytes(report.Teacher.FileBytes)} → {FigureText.Bytes(report.Student.FileBytes)}"),
                Figure("Less processor time", FigureText.Ratio(report.Ratio.ProcessorTime), $"{FigureText.Number(report.Teacher.Latency.ProcessorMilliseconds)} → {FigureText.Number(report.Student.Latency.ProcessorMilliseconds)} ms per image"),
                Figure("Structural similarity", FigureText.Number(student.Ssim), $"teacher {FigureText.Number(teacher.Ssim)}; higher is better"),
                Figure("Kernel distance", FigureText.Number(student.KernelDistance), $"teacher {FigureText.Number(teacher.KernelDistance)}; lower is better")));
    }

    private static XElement Figure(string name, string value, string detail) =>
        new("div", new XElement("dt", name), new XElement("dd", value, new XElement("small", detail)));

    private static XElement Section(string id, string title, params object[] content) =>
        new("section", new XAttribute("aria-labelledby", id), new XElement("h2", new XAttribute("id", id), title), content);

    private static object[] Comparison(RunReport report)
    {
        ModelReport teacher = report.Teacher;
        ModelReport student = report.Student;
        QualityReport before = teacher.Quality;
        QualityReport after = student.Quality;
        var table = new XElement("table",
            new XElement("thead", new XElement("tr", Head("", "col"), Head("Teacher", "col"), Head("Student", "col"), Head("Ratio or difference", "col"))),
            Group("Generator",
                Row("Architecture", teacher.Architecture, student.Architecture, ""),
                Row("Channels", teacher.Channels, student.Channels, ""),
                Row("File", teacher.File, student.File, "")),
            Group("Cost of one image",
                Row("Multiply-adds, published rule", FigureText.Exact(teacher.MultiplyAdds), FigureText.Exact(student.MultiplyAdds), FigureText.Ratio(report.Ratio.MultiplyAdds)),
                Row("Multiply-adds, exact", FigureText.Exact(teacher.ExactMultiplyAdds), FigureText.Exact(student.ExactMultiplyAdds), FigureText.Ratio(report.Ratio.ExactMultiplyAdds)),
                Row("Parameters", FigureText.Exact(teacher.Parameters), FigureText.Exact(student.Parameters), FigureText.Ratio(report.Ratio.Parameters)),
                Row("Model file, generator alone", FigureText.Bytes(teacher.FileBytes), FigureText.Bytes(student.FileBytes), FigureText.Ratio(report.Ratio.FileBytes)),
                Row("Processor time", Milliseconds(teacher.Latency.ProcessorMilliseconds), Milliseconds(student.Latency.ProcessorMilliseconds), FigureText.Ratio(report.Ratio.ProcessorTime)),
                Row("Median time, one thread", Latency(teacher.Latency), Latency(student.Latency), FigureText.Ratio(report.Ratio.Latency))),
            Group(FormattableString.Invariant($"Quality on {before.Images} held-out images"),
                Row(Sentence(before.KernelDistanceName) + " ± standard error, lower is better", Kernel(before), Kernel(after), Difference(after.KernelDistance - before.KernelDistance)),
                Row(Sentence(before.FrechetDistanceName) + ", lower is better", FigureText.Number(before.FrechetDistance), FigureText.Number(after.FrechetDistance), Difference(after.FrechetDistance - before.FrechetDistance)),
                Row("Structural similarity (SSIM), higher is better", FigureText.Number(before.Ssim), FigureText.Number(after.Ssim), Difference(after.Ssim - before.Ssim)),
                Row("Peak signal-to-noise ratio, dB, higher is better", FigureText.Number(before.Psnr), FigureText.Number(after.Psnr), Difference(after.Psnr - before.Psnr)),
                Row("Mean absolute difference (L1), lower is better", FigureText.Number(before.L1), FigureText.Number(after.L1), Difference(after.L1 - before.L1))));
        return
        [
            new XElement("div", new XAttribute("class", "scroll"), new XAttribute("tabindex", "0"), new XAttribute("role", "region"), new XAttribute("aria-label", "Comparison of teacher and student"), table),
            new XElement("p", new XAttribute("class", "soft"), FormattableString.Invariant(
                $"The published rule is the one behind the figures of GAN Compression: transposed convolutions count at the size of their output. Times are those of {teacher.Latency.Runs} and {student.Latency.Runs} runs: the mean of the processor time, and the median by the clock with the 10th and 90th percentiles, which other work on the machine lengthens. Distances compare features of {before.FeatureExtractor}, so they compare only with distances of the same extractor and the same number of images.")),
        ];
    }

    private static XElement Head(string text, string scope) => text.Length == 0 ? new("td", "\u00a0") : new("th", new XAttribute("scope", scope), text);

    private static XElement Group(string title, params XElement[] rows) => new("tbody", new XAttribute("class", "group"),
        new XElement("tr", new XElement("th", new XAttribute("scope", "rowgroup"), new XAttribute("colspan", "4"), title)), rows);

    private static XElement Row(string name, object teacher, object student, string ratio) => new("tr",
        Head(name, "row"), new XElement("td", teacher), new XElement("td", student),
        ratio.EndsWith('×') ? new XElement("td", new XAttribute("class", "better"), ratio) : new XElement("td", ratio.Length == 0 ? "\u00a0" : ratio));

    private static string Milliseconds(double value) => $"{FigureText.Number(value)} ms";

    private static object[] Latency(LatencyReport latency) =>
    [
        Milliseconds(latency.MedianMilliseconds) + " ",
        new XElement("small", $"({FigureText.Number(latency.LowMilliseconds)}–{FigureText.Number(latency.HighMilliseconds)})"),
    ];

    private static string Sentence(string name) => char.ToUpperInvariant(name[0]) + name[1..];

    private static string Kernel(QualityReport quality) => $"{FigureText.Number(quality.KernelDistance)} ± {FigureText.Number(quality.KernelDistanceStandardError)}";

    private static string Difference(double value) => !double.IsFinite(value) ? "–" : (value >= 0 ? "+" : "−") + FigureText.Number(Math.Abs(value));

    private static object[] Search(SearchReport search, FineTuningReport? fineTuning)
    {
        List<SearchPointReport> finalists = [.. search.Points.Where(point => point.Score is not null).OrderBy(point => point.Score)];
        var table = new XElement("table",
            new XElement("thead", new XElement("tr", ((string[])["Plan", "Multiply-adds", "Parameters", "Time per image", Sentence(search.Scorer)]).Select(name => Head(name, "col")))),
            new XElement("tbody", finalists.Select(point => new XElement("tr",
                new XAttribute("class", point.Plan == search.Plan ? "better" : "soft"),
                Head(point.Plan == search.Plan ? $"{point.Plan} (chosen)" : point.Plan, "row"),
                new XElement("td", FigureText.Exact(point.MultiplyAdds)),
                new XElement("td", FigureText.Exact(point.Parameters)),
                new XElement("td", point.LatencyMilliseconds is { } time ? Milliseconds(time) : "–"),
                new XElement("td", FigureText.Number(point.Score!.Value))))));
        return
        [
            new XElement("p", FormattableString.Invariant(
                $"A supernet holds a student for every plan of channels. {FigureText.Exact(search.PlansPriced)} of its plans were priced for a budget of {search.Budget}, {search.Points.Count} of them ran, and {finalists.Count} were scored, in {FigureText.Duration(TimeSpan.FromSeconds(search.Seconds))}. The best one, {search.Plan}, was taken out. {fineTuning}")),
            SearchChart(search, finalists),
            new XElement("div", new XAttribute("class", "scroll"), new XAttribute("tabindex", "0"), new XAttribute("role", "region"), new XAttribute("aria-label", "Plans that were scored"), table),
        ];
    }

    private static XElement SearchChart(SearchReport search, List<SearchPointReport> finalists)
    {
        // Where few plans fit the budget all of them are scored at once, and none has a distance.
        bool hasDistances = search.Points.Any(point => point.QuickScore is not null);
        double? Value(SearchPointReport point) => hasDistances ? point.QuickScore : point.Score;
        IReadOnlyList<ChartPoint> Of(Func<SearchPointReport, bool> wanted) =>
            [.. search.Points.Where(point => Value(point) is not null && wanted(point)).Select(point => new ChartPoint(point.MultiplyAdds, Value(point)!.Value, $"{point.Plan}: {FigureText.Number(Value(point)!.Value)}"))];
        string value = hasDistances ? search.Ranking : search.Scorer;
        return new Chart(
            "Plans that were judged", $"{Sentence(value)}, on more images for plans that came further; lower is better",
            new ChartAxis("multiply-adds", tick => FigureText.Count((long)tick)), new ChartAxis(value, FigureText.Number),
            [
                new ChartSeries(FormattableString.Invariant($"dropped early ({search.Points.Count - finalists.Count})"), 5, Of(point => point.Score is null), Radius: 2.5),
                new ChartSeries(FormattableString.Invariant($"scored ({finalists.Count})"), 0, Of(point => point.Score is not null && point.Plan != search.Plan), Radius: 4),
                new ChartSeries("chosen", 1, Of(point => point.Plan == search.Plan), Radius: 6),
            ]).ToElement();
    }

    private static string Title(string stage) => stage switch
    {
        "Pix2Pix" => "the teacher (Pix2Pix)",
        "Supernet" => "the supernet",
        "Distillation" => "fine-tuning (Distillation)",
        _ => stage,
    };

    private static XElement Charts(RunReport report)
    {
        // A loss has the same colour in every chart.
        List<string> names = [.. report.Stages.SelectMany(LossNames).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return new XElement("div", new XAttribute("class", "charts"), report.Stages.Select(stage => LossChart(stage, names)));
    }

    private static XElement LossChart(StageReport stage, List<string> names)
    {
        List<ChartSeries> series = [.. LossNames(stage).Order(StringComparer.Ordinal).Select(name => Line(stage, name, names.IndexOf(name)))];
        string details = FormattableString.Invariant($"{FigureText.Epochs(stage.Epochs)}, {stage.Steps} steps, {FigureText.Duration(TimeSpan.FromSeconds(stage.Seconds))}, {FigureText.Number(stage.ImagesPerSecond)} images/s");
        return new Chart($"Losses of {Title(stage.Name)}", details, new ChartAxis("epoch", FigureText.Number), new ChartAxis("loss", FigureText.Number, IsSymmetricLog: true), series).ToElement();
    }

    private static ChartSeries Line(StageReport stage, string loss, int colour)
    {
        ChartPoint[] points = [.. stage.Losses.Where(point => point.Losses.ContainsKey(loss)).Select(point => new ChartPoint(point.Epoch, point.Losses[loss]))];
        return new ChartSeries($"{Words(loss)}: {FigureText.Number(points[0].Y)} → {FigureText.Number(points[^1].Y)}", colour, points);
    }

    private static IEnumerable<string> LossNames(StageReport stage) => stage.Losses.SelectMany(point => point.Losses.Keys).Distinct(StringComparer.Ordinal);

    /// <summary><c>DiscriminatorFake</c> as <c>discriminator fake</c>; names without inner capitals, such as <c>L1</c>, stay.</summary>
    private static string Words(string name) =>
        string.Concat(name.Select((letter, i) => char.IsUpper(letter) && i + 1 < name.Length && char.IsLower(name[i + 1]) ? (i > 0 ? " " : "") + char.ToLowerInvariant(letter) : letter.ToString()));

    private static object[] Provenance(RunReport report) =>
    [
        new XElement("dl", new XAttribute("class", "options"),
            report.Options.Select(option => new XElement("div", new XElement("dt", option.Key), new XElement("dd", option.Value.Length == 0 ? "–" : option.Value)))),
        new XElement("p", new XAttribute("class", "soft"),
            $"Written by gancompress {report.ToolVersion} on {report.Finished.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC. The same figures are in report.json."),
    ];
}
