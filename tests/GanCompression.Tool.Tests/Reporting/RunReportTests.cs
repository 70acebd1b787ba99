using System.Text;
using System.Text.Json;
using GanCompression.Tool.Reporting;

namespace GanCompression.Tool.Tests.Reporting;

[TestClass]
public sealed class RunReportTests
{
    [TestMethod]
    public void Json_Report_ComesBackEqual()
    {
        using var folder = new TempFolder();
        RunReport report = SampleReport.Create();
        using (FileStream stream = File.Create(folder["report.json"]))
            ToolJson.Write(stream, report);

        RunReport read = ToolJson.Read<RunReport>(folder["report.json"]);

        Assert.AreEqual(JsonSerializer.Serialize(report, ToolJson.Options), JsonSerializer.Serialize(read, ToolJson.Options));
        Assert.AreEqual(2, read.SchemaVersion);
        Assert.AreEqual(report.Search.Points[1], read.Search.Points[1]);
        Assert.AreEqual(report.Teacher with { Quality = read.Teacher.Quality }, read.Teacher);
    }

    [TestMethod]
    public void Json_Report_HasTheDocumentedMembers()
    {
        JsonElement root = JsonSerializer.SerializeToElement(SampleReport.Create(), ToolJson.Options);

        CollectionAssert.AreEqual(
            new[] { "schemaVersion", "toolVersion", "finished", "options", "data", "stages", "search", "fineTuning", "teacher", "student", "ratio", "totalSeconds" },
            root.EnumerateObject().Select(member => member.Name).ToArray());
        Assert.AreEqual(800_000_000, root.GetProperty("teacher").GetProperty("multiplyAdds").GetInt64());
        Assert.AreEqual(21.5, root.GetProperty("teacher").GetProperty("latency").GetProperty("medianMilliseconds").GetDouble());
        Assert.AreEqual("resnet_9blocks", root.GetProperty("teacher").GetProperty("architecture").GetString());
        Assert.AreEqual(JsonValueKind.Null, root.GetProperty("student").GetProperty("quality").GetProperty("psnr").ValueKind, "Infinity has no form in JSON.");
        Assert.AreEqual(11.43, root.GetProperty("ratio").GetProperty("multiplyAdds").GetDouble(), 0.01);
        JsonElement loss = root.GetProperty("stages")[0].GetProperty("losses")[0];
        Assert.AreEqual(10, loss.GetProperty("step").GetInt64());
        Assert.IsTrue(loss.GetProperty("losses").TryGetProperty("L1", out _), "Loss names keep their case.");
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("{")]
    [DataRow("null")]
    [DataRow("{\"schemaVersion\":1}")]
    public void Read_BrokenFile_NamesIt(string content)
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder["report.json"], content, Encoding.UTF8);

        FormatException error = Assert.ThrowsExactly<FormatException>(() => ToolJson.Read<RunReport>(folder["report.json"]));

        StringAssert.Contains(error.Message, "report.json", StringComparison.Ordinal);
    }
}
