using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using GanCompression.Tool.Reporting;

namespace GanCompression.Tool.Tests.Reporting;

[TestClass]
public sealed partial class HtmlReportTests
{
    [TestMethod]
    public void Write_Report_IsWellFormedAndNeedsNothingElse()
    {
        string page = Page(SampleReport.Create(), SampleReport.Strip());

        AssertSelfContained(page);
        StringAssert.Contains(page, "11.4×", StringComparison.Ordinal);
        StringAssert.Contains(page, "prefers-color-scheme: dark", StringComparison.Ordinal);
    }

    [TestMethod]
    public void Write_OptionsWithMarkup_AreEscaped()
    {
        string page = Page(SampleReport.Create(), SampleReport.Strip());

        StringAssert.Contains(page, "a &lt;b&gt; &amp; \"c\"", StringComparison.Ordinal);
    }

    [TestMethod]
    public void Write_Images_HaveAlternativeTexts()
    {
        XDocument page = XDocument.Parse(Page(SampleReport.Create(), SampleReport.Strip(rows: 3)));

        List<XElement> images = [.. page.Descendants("img")];

        Assert.HasCount(12, images);
        Assert.AreEqual("Test image 3: student", images[^1].Attribute("alt")!.Value);
        Assert.HasCount(12, images.Select(image => image.Attribute("alt")!.Value).Distinct());
    }

    [TestMethod]
    public void Write_SmallImages_AreEnlargedCrisply()
    {
        Assert.IsTrue(HasCrispImages(64));
        Assert.IsFalse(HasCrispImages(256));

        static bool HasCrispImages(int size) => XDocument.Parse(Page(SampleReport.Create(), SampleReport.Strip(imageSize: size)))
            .Descendants("div").Any(div => div.Attribute("class")?.Value == "strips crisp");
    }

    [TestMethod]
    public void Write_StageWithoutLosses_SaysSo()
    {
        RunReport report = SampleReport.Create();
        report = report with { Stages = [report.Stages[0] with { Losses = [] }] };

        StringAssert.Contains(Page(report, SampleReport.Strip()), "no values were recorded", StringComparison.Ordinal);
    }

    [TestMethod]
    public void Write_LossOfTwoStages_HasOneColour()
    {
        XDocument page = XDocument.Parse(Page(SampleReport.Create(), SampleReport.Strip()));

        // L1 is the first of three losses of the first stage and of two of the others; distillation comes between in the alphabet.
        List<string> colours = [.. page.Descendants("li").Where(item => item.Value.Contains("L1:", StringComparison.Ordinal)).Select(item => item.Element("span")!.Attribute("style")!.Value)];

        Assert.HasCount(3, colours);
        Assert.HasCount(1, colours.Distinct());
        Assert.Contains(item => item.Value.Contains("discriminator:", StringComparison.Ordinal), page.Descendants("li"));
    }

    [TestMethod]
    [DataRow(true, 1, 1)]
    [DataRow(false, 0, 2)]
    public void Write_Search_ShowsEveryPlanAndTheChosenOne(bool hasDistances, int dropped, int scored)
    {
        string text = Page(SampleReport.Create() with { Search = SampleReport.Search(hasDistances) }, SampleReport.Strip());
        XDocument page = XDocument.Parse(text);

        XElement section = page.Descendants("section").Single(section => section.Attribute("aria-labelledby")?.Value == "search");
        List<XElement> circles = [.. section.Descendants("circle")];
        Assert.HasCount(3, circles);
        Assert.HasCount(dropped, circles.Where(circle => Colour(circle).Contains("--c5", StringComparison.Ordinal)));
        Assert.HasCount(scored, circles.Where(circle => Colour(circle).Contains("--c0", StringComparison.Ordinal)));
        StringAssert.StartsWith(circles[^1].Value, "16_16_16_16_16_16_8_8: ", StringComparison.Ordinal);
        XElement best = section.Descendants("tbody").Single().Elements("tr").First();
        Assert.AreEqual("16_16_16_16_16_16_8_8 (chosen)", best.Element("th")!.Value);
        Assert.AreEqual("better", best.Attribute("class")!.Value);
        foreach (XAttribute position in circles.SelectMany(circle => circle.Attributes()).Where(attribute => attribute.Name.LocalName is "cx" or "cy"))
            Assert.IsTrue(double.Parse(position.Value, System.Globalization.CultureInfo.InvariantCulture) is > 0 and < 640, position.ToString());
        AssertSelfContained(text);
    }

    private static string Colour(XElement circle) => circle.Parent!.Attribute("style")!.Value;

    [TestMethod]
    public void ImageStrip_RowOfWrongLength_IsRefused() =>
        AssertEx.ThrowsWith<ArgumentException>(() => _ = new ImageStrip(["a", "b"], [[SampleReport.Png]], 64), "needs 2 images", "one has 1");

    /// <summary>Parses as XML, has no empty element that HTML would leave open, and refers to nothing outside itself.</summary>
    internal static void AssertSelfContained(string page)
    {
        StringAssert.StartsWith(page, "<!DOCTYPE html", StringComparison.Ordinal);
        XDocument document = XDocument.Parse(page);
        string[] voids = ["meta", "img", "line", "path"];
        List<string> open = [.. document.Descendants().Where(e => e.IsEmpty && !voids.Contains(e.Name.LocalName)).Select(e => e.Name.LocalName)];
        Assert.IsEmpty(open, $"Empty elements: {string.Join(", ", open)}.");
        foreach (XAttribute attribute in document.Descendants().Attributes().Where(a => a.Name.LocalName is "src" or "href" or "srcset" or "data"))
            StringAssert.StartsWith(attribute.Value, "data:image/png;base64,", StringComparison.Ordinal);
        Assert.IsFalse(Outside().IsMatch(string.Concat(document.Descendants("style").Select(style => style.Value))), "The style sheet refers to something outside.");
        Assert.IsEmpty(document.Descendants("script"));
    }

    [GeneratedRegex(@"url\(|@import|https?:")]
    private static partial Regex Outside();

    private static string Page(RunReport report, ImageStrip strip)
    {
        using var stream = new MemoryStream();
        HtmlReport.Write(stream, report, strip);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
