using System.Xml.Linq;

namespace GanCompression.MLNet.Tests.Notebooks;

[TestClass]
public sealed class PreviewImagesTests
{
    private const string Prefix = "data:image/png;base64,";
    private readonly MLContext _context = new(seed: 1);

    [TestMethod]
    public void AllImageColumns_AreShownWithTheirPixels()
    {
        IDataView data = TestImages.Rows(_context, 3);
        XElement table = XElement.Parse(data.PreviewImages(maxRows: 2).ToHtml());
        CollectionAssert.AreEqual(new[] { "Source", "Target" }, table.Descendants("th").Select(head => head.Value).ToArray());
        XElement[] pictures = [.. table.Descendants("img")];
        Assert.HasCount(4, pictures);
        Assert.AreEqual("Row 2: Source", pictures[2].Attribute("alt")!.Value);
        RgbImage[] sources = [.. ImageColumns.Read(data, "Source")];
        RgbImage[] targets = [.. ImageColumns.Read(data, "Target")];
        RgbImage[] expected = [sources[0], targets[0], sources[1], targets[1]];
        for (int i = 0; i < expected.Length; i++)
            Assert.IsTrue(expected[i].Pixels.SequenceEqual(Decode(pictures[i]).Pixels), $"Picture {i}.");
    }

    [TestMethod]
    public void NamedColumns_AreShownInThatOrder()
    {
        XElement table = XElement.Parse(TestImages.Rows(_context, 1).PreviewImages(maxRows: 5, "Target", "Source").ToHtml());
        CollectionAssert.AreEqual(new[] { "Target", "Source" }, table.Descendants("th").Select(head => head.Value).ToArray());
        Assert.HasCount(2, table.Descendants("img").ToArray());
    }

    [TestMethod]
    public void Pictures_KeepTheirShape()
    {
        IDataView data = _context.Data.LoadFromEnumerable([new OneImage { Picture = TestImages.Noise("wide", 64, 32).ToMLImage() }, new OneImage { Picture = TestImages.Noise("tall", 100, 1000).ToMLImage() }]);
        XElement[] pictures = [.. XElement.Parse(data.PreviewImages().ToHtml()).Descendants("img")];
        CollectionAssert.AreEqual(new[] { "128×64", "26×256" }, pictures.Select(picture => $"{picture.Attribute("width")!.Value}×{picture.Attribute("height")!.Value}").ToArray());
        StringAssert.Contains(pictures[0].Attribute("style")!.Value, "pixelated");
        Assert.AreEqual(1000, Decode(pictures[1]).Height);
    }

    [TestMethod]
    public void Preview_ComputesOnlyTheShownRowsAndColumns()
    {
        var probe = new ProbeDataView(TestImages.Rows(_context, 5));
        _ = probe.PreviewImages(maxRows: 2, "Target");
        CollectionAssert.AreEqual(new[] { "Target" }, probe.ActiveColumns.ToArray());
        Assert.AreEqual(2, probe.Rows);
        Assert.AreEqual(2, probe.Values);
    }

    [TestMethod]
    public void InANotebook_TheHtmlIsShown()
    {
        HtmlFragment preview = TestImages.Rows(_context, 1).PreviewImages();
        Assert.AreEqual("1 row of images: Source, Target.", preview.ToString());
        object attribute = typeof(HtmlFragment).GetCustomAttributes(inherit: false).Single(found => found.GetType().Name == "TypeFormatterSourceAttribute");
        var source = (Type)attribute.GetType().GetProperty("FormatterSourceType")!.GetValue(attribute)!;
        object formatter = ((IEnumerable<object>)source.GetMethod("CreateTypeFormatters")!.Invoke(Activator.CreateInstance(source), null)!).Single();
        using var writer = new StringWriter();
        Assert.AreEqual(true, formatter.GetType().GetMethod("Format")!.Invoke(formatter, [preview, writer]));
        Assert.AreEqual(preview.ToHtml(), writer.ToString());
        Assert.AreEqual(false, formatter.GetType().GetMethod("Format")!.Invoke(formatter, ["a text", writer]));
    }

    [TestMethod]
    public void WrongColumns_AreNamed()
    {
        IDataView data = TestImages.Rows(_context, 1);
        _ = AssertEx.ThrowsWith<ArgumentOutOfRangeException>(() => data.PreviewImages(1, "Generated"), "Could not find image column 'Generated'.", "The data have 'Source' (Image<16, 16>), ");
        _ = AssertEx.ThrowsWith<ArgumentOutOfRangeException>(() => data.PreviewImages(1, "Name"), "Schema mismatch for image column 'Name': expected Image, got String.");
        _ = AssertEx.ThrowsWith<ArgumentOutOfRangeException>(() => _context.Transforms.SelectColumns("Name").Fit(data).Transform(data).PreviewImages(), "There is no image column to show. The data have 'Name' (String).", "LoadImages");
        _ = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => data.PreviewImages(maxRows: 0));
    }

    private static RgbImage Decode(XElement picture)
    {
        using var file = new MemoryStream(Convert.FromBase64String(picture.Attribute("src")!.Value[Prefix.Length..]));
        using MLImage image = MLImage.CreateFromStream(file);
        return image.ToRgbImage();
    }

    private sealed class OneImage
    {
        public MLImage? Picture { get; set; }
    }
}
