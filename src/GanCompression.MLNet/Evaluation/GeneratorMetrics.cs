using System.Globalization;
using GanCompression.Quality;

namespace GanCompression.MLNet;

/// <summary>How good the images of a generator are, and what one of them costs.</summary>
[TypeFormatterSource(typeof(HtmlFormatterSource), PreferredMimeTypes = ["text/html"])]
public sealed class GeneratorMetrics : IHtmlView
{
    internal GeneratorMetrics(QualityMetrics quality, ComputeCost? cost)
    {
        Quality = quality;
        MultiplyAdds = cost?.MultiplyAdds;
        Parameters = cost?.Parameters;
    }

    /// <summary>The quality figures with the names of their feature extractor and distances.</summary>
    public QualityMetrics Quality { get; }

    /// <summary>Number of images compared.</summary>
    public int Images => Quality.Images;

    /// <summary>Mean absolute difference, full scale 1; lower is better.</summary>
    public double L1 => Quality.L1;

    /// <summary>Mean peak signal-to-noise ratio in decibels; higher is better.</summary>
    public double Psnr => Quality.Psnr;

    /// <summary>Mean structural similarity, −1 to 1; higher is better. Not a number for images smaller than 11×11 pixels.</summary>
    public double Ssim => Quality.Ssim;

    /// <summary>Fréchet distance between generated and target images; lower is better. A FID only with features of Inception.</summary>
    public double FrechetDistance => Quality.FrechetDistance;

    /// <summary>Kernel distance between generated and target images; lower is better. A KID only with features of Inception.</summary>
    public double KernelDistance => Quality.KernelDistance;

    /// <summary>Multiply-adds per image of the evaluated size, by the published rule of <see cref="ComputeCost"/>; null if the data do not say which generator made them.</summary>
    public long? MultiplyAdds { get; }

    /// <summary>Parameters of the generator; null if the data do not say which generator made them.</summary>
    public long? Parameters { get; }

    /// <summary>The metrics as an HTML table, as notebooks and reports show it.</summary>
    public string ToHtml()
    {
        string html = Quality.ToHtml();
        int end = html.IndexOf("</tbody>", StringComparison.Ordinal);
        return end < 0 ? html : html.Insert(end, string.Concat(CostRows().Select(row =>
            $"<tr><td style=\"text-align:left\">{row.Name}</td><td style=\"text-align:right\">{row.Value}</td><td style=\"text-align:left\">lower</td></tr>\n")));
    }

    /// <summary>The metrics as one line of text.</summary>
    public override string ToString() => string.Join(", ", CostRows().Select(row => $"{row.Name} {row.Value}").Prepend(Quality.ToString()));

    private IEnumerable<(string Name, string Value)> CostRows()
    {
        if (MultiplyAdds is long multiplyAdds)
            yield return ("Multiply-adds", $"{(multiplyAdds / 1e6).ToString("0.0", CultureInfo.InvariantCulture)} M");
        if (Parameters is long parameters)
            yield return ("Parameters", $"{(parameters / 1e6).ToString("0.000", CultureInfo.InvariantCulture)} M");
    }
}
