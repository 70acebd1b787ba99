using System.Globalization;
using System.Net;
using System.Text;

namespace GanCompression.Quality;

/// <summary>How close generated images come to the images they should equal: means over pairs, and distances between the two sets.</summary>
[TypeFormatterSource(typeof(HtmlFormatterSource), PreferredMimeTypes = ["text/html"])]
public sealed class QualityMetrics : IHtmlView
{
    internal QualityMetrics()
    {
    }

    /// <summary>Number of generated images.</summary>
    public required int Images { get; init; }

    /// <summary>Mean absolute difference of colour values, where full scale is 1: from 0 to 1, lower is better; not a number for unpaired images.</summary>
    public required double L1 { get; init; }

    /// <summary>Mean over pairs of the peak signal-to-noise ratio, in decibels; higher is better; infinite if a pair is identical, not a number for unpaired images.</summary>
    public required double Psnr { get; init; }

    /// <summary>Mean over pairs of the structural similarity: from −1 to 1, higher is better; not a number for unpaired images, or if they are smaller than its window of 11×11 pixels.</summary>
    public required double Ssim { get; init; }

    /// <summary>Name of the feature extractor behind both distances.</summary>
    public required string FeatureExtractor { get; init; }

    /// <summary>What <see cref="FrechetDistance"/> may be called: <c>FID</c> for features of Inception only, otherwise <c>Fréchet distance</c> with the name of the extractor.</summary>
    public required string FrechetDistanceName { get; init; }

    /// <summary>Fréchet distance between the sets (<see cref="Quality.FrechetDistance"/>); at least 0, lower is better.</summary>
    public required double FrechetDistance { get; init; }

    /// <summary>What <see cref="KernelDistance"/> may be called: <c>KID</c> for features of Inception only, otherwise <c>kernel distance</c> with the name of the extractor.</summary>
    public required string KernelDistanceName { get; init; }

    /// <summary>Kernel distance between the sets (<see cref="Quality.KernelDistance"/>); lower is better, about 0 if the sets cannot be told apart.</summary>
    public required double KernelDistance { get; init; }

    /// <summary>Standard error of <see cref="KernelDistance"/>; not a number for 2 images.</summary>
    public required double KernelDistanceStandardError { get; init; }

    /// <summary>The metrics as an HTML table, as notebooks and reports show it.</summary>
    public string ToHtml()
    {
        var html = new StringBuilder("<table>\n<thead><tr><th style=\"text-align:left\">Metric</th><th style=\"text-align:right\">Value</th><th style=\"text-align:left\">Better</th></tr></thead>\n<tbody>\n");
        foreach ((string name, string value, string better) in Rows())
        {
            html.Append(CultureInfo.InvariantCulture,
                $"<tr><td style=\"text-align:left\">{WebUtility.HtmlEncode(name)}</td><td style=\"text-align:right\">{WebUtility.HtmlEncode(value)}</td><td style=\"text-align:left\">{better}</td></tr>\n");
        }

        return html.Append("</tbody>\n</table>").ToString();
    }

    /// <summary>The metrics as one line of text.</summary>
    public override string ToString() => string.Join(", ", Rows().Select(row => $"{row.Name} {row.Value}"));

    private IEnumerable<(string Name, string Value, string Better)> Rows()
    {
        yield return ("Images", Images.ToString(CultureInfo.InvariantCulture), "");
        if (!double.IsNaN(L1))
        {
            yield return ("L1", Format(L1, "0.0000"), "lower");
            yield return ("PSNR", double.IsPositiveInfinity(Psnr) ? "∞ dB" : $"{Format(Psnr, "0.00")} dB", "higher");
            yield return ("SSIM", Format(Ssim, "0.0000"), "higher");
        }

        yield return (FrechetDistanceName, Format(FrechetDistance, "G5"), "lower");
        yield return (KernelDistanceName, new KernelDistanceResult(KernelDistance, KernelDistanceStandardError).ToString(), "lower");
    }

    private static string Format(double value, string format) => double.IsNaN(value) ? "not available" : value.ToString(format, CultureInfo.InvariantCulture);
}
