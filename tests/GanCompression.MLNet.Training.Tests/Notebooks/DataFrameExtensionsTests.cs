using System.Xml.Linq;
using Microsoft.Data.Analysis;

namespace GanCompression.MLNet.Training.Tests.Notebooks;

[TestClass]
public sealed class DataFrameExtensionsTests
{
    private static readonly DataFrame s_frame = new(
        new StringDataFrameColumn("Plan <of>", ["a & b", "c", null]),
        new Int64DataFrameColumn("Multiply-adds", [1234567, 8, -5]),
        new DoubleDataFrameColumn("Score", new double?[] { 0.123456789, null, 98765432.1 }),
        new BooleanDataFrameColumn("IsPareto", [true, false, true]));

    [TestMethod]
    public void ToHtmlTable_FormatsValuesByTheirKind()
    {
        XElement table = XElement.Parse(s_frame.ToHtmlTable().ToHtml());
        CollectionAssert.AreEqual(new[] { "Plan <of>", "Multiply-adds", "Score", "IsPareto" }, table.Descendants("th").Select(cell => cell.Value).ToArray());
        string[][] rows = [.. table.Descendants("tbody").Single().Elements("tr").Select(row => row.Elements("td").Select(cell => cell.Value).ToArray())];
        CollectionAssert.AreEqual(new[] { "a & b", "1,234,567", "0.123457", "yes" }, rows[0]);
        CollectionAssert.AreEqual(new[] { "c", "8", "", "no" }, rows[1]);
        CollectionAssert.AreEqual(new[] { "", "-5", "98,765,432", "yes" }, rows[2]);
        Assert.AreEqual("text-align:right", table.Descendants("td").ElementAt(1).Attribute("style")!.Value);
        Assert.AreEqual("text-align:left", table.Descendants("td").First().Attribute("style")!.Value);
    }

    [TestMethod]
    public void ToHtmlTable_MoreRowsThanShown_SaysHowMany()
    {
        XElement table = XElement.Parse(s_frame.ToHtmlTable(maxRows: 2).ToHtml());
        Assert.HasCount(2, table.Descendants("tbody").Single().Elements("tr").ToArray());
        Assert.AreEqual("2 of 3 rows", table.Element("p")!.Value);
        Assert.IsNull(XElement.Parse(s_frame.ToHtmlTable(maxRows: 3).ToHtml()).Element("p"));
        _ = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => s_frame.ToHtmlTable(maxRows: 0));
    }

    [TestMethod]
    public void ToHtmlTable_AsText_IsTheFrame() => Assert.AreEqual(s_frame.ToString(), s_frame.ToHtmlTable().ToString());
}
