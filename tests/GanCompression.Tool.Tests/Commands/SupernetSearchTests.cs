using System.Text.Json;

namespace GanCompression.Tool.Tests.Commands;

[TestClass]
public sealed class SupernetSearchTests
{
    [TestMethod]
    public void Steps_OneAfterAnother_GiveAFineTunedStudentWithinTheBudget()
    {
        using var folder = new TempFolder();
        (string teacher, string data) = Prepare(folder);
        ToolRun.Of(Supernet(folder)).Succeeded();
        JsonElement found = ToolRun.Of([.. Search(folder, "found.gcm"), "--frontier", folder["frontier"], "--rank-comparison", "6", "--rank-images", "1", "--json"]).Succeeded().Json;
        JsonElement tuned = ToolRun.Of(
        [
            "compress", teacher, data, "--from", folder["found.gcm"], "--direction", "AtoB", "--load-size", "16", "--epochs", "1", "--batch-size", "2", "--threads", "1", "-o", folder["s.gcm"], "--json",
        ]).Succeeded().Json;

        GeneratorModel student = GeneratorModel.Load(folder["s.gcm"]);
        CollectionAssert.AreEqual(new[] { "Pix2Pix", "Supernet", "Search", "Distillation" }, student.Provenance.Select(record => record.Stage).ToArray());
        Assert.IsTrue((double)GeneratorModel.Load(teacher).Cost().MultiplyAdds / student.Cost().MultiplyAdds >= 4);
        Assert.AreEqual(GeneratorModel.Load(folder["found.gcm"]).Cost().MultiplyAdds, student.Cost().MultiplyAdds, "Fine-tuning keeps the plan.");
        Assert.AreNotEqual(TrainTests.Fingerprint(folder["found.gcm"]), TrainTests.Fingerprint(folder["s.gcm"]));

        Assert.AreEqual("search", found.GetProperty("command").GetString());
        Assert.AreEqual(JsonValueKind.Null, found.GetProperty("method").ValueKind);
        Assert.AreEqual("Search", found.GetProperty("stages").EnumerateArray().Single().GetProperty("stage").GetString());
        Assert.AreEqual(student.Provenance[2].Options["Plan"], found.GetProperty("plan").GetString());
        Assert.AreEqual(6, found.GetProperty("rankComparison").GetProperty("plans").GetInt32());
        Assert.IsTrue(found.GetProperty("rankComparison").GetProperty("correlation").GetDouble() is >= -1 and <= 1);
        Assert.IsTrue(File.Exists(folder["frontier", "frontier.csv"]) && File.Exists(folder["frontier", "frontier.html"]));
        Assert.AreEqual("distillation", tuned.GetProperty("method").GetString());
        Assert.AreEqual("Distillation", tuned.GetProperty("stages").EnumerateArray().Single().GetProperty("stage").GetString());
        Assert.AreEqual(JsonValueKind.Null, tuned.GetProperty("search").ValueKind);
    }

    [TestMethod]
    public void Supernet_FromAStudent_ContinuesIt()
    {
        using var folder = new TempFolder();
        (string teacher, string data) = Prepare(folder);
        ToolRun.Of(
        [
            "compress", teacher, data, "--plan", "2_2_2_2_2_2_2_2", "--architecture", "sub_mobile_resnet_1blocks", "--direction", "AtoB", "--load-size", "16", "--epochs", "1", "--batch-size", "2",
            "--discriminator-layers", "1", "--threads", "1", "-o", folder["first.gcm"],
        ]).Succeeded();

        ToolRun.Of([.. Supernet(folder), "--from", folder["first.gcm"]]).Succeeded();

        CollectionAssert.AreEqual(new[] { "Pix2Pix", "Distillation", "Supernet" }, GeneratorModel.Load(folder["supernet.gcm"]).Provenance.Select(record => record.Stage).ToArray());
    }

    [TestMethod]
    public void Search_CutShort_ContinuesFromItsJournal()
    {
        using var folder = new TempFolder();
        Prepare(folder);
        ToolRun.Of(Supernet(folder)).Succeeded();
        ToolRun.Of([.. Search(folder, "whole.gcm"), "--checkpoints", folder["work"]]).Succeeded();
        string journal = Directory.GetFiles(folder["work", "Search"]).Single();
        string[] lines = Judged(journal);

        // As a kill leaves it: some evaluations, the last one half-written.
        File.WriteAllText(journal, string.Join('\n', lines[..(lines.Length / 2)]) + "\n" + lines[^1][..10]);
        ToolRun.Of([.. Search(folder, "parts.gcm"), "--checkpoints", folder["work"]]).Succeeded();
        string[] continued = Judged(journal);
        ToolRun again = ToolRun.Of([.. Search(folder, "again.gcm"), "--checkpoints", folder["work"]]).Succeeded();

        CollectionAssert.AreEqual(lines[..(lines.Length / 2)], continued[..(lines.Length / 2)], "What was judged stays.");
        CollectionAssert.AreEquivalent(lines, continued);
        CollectionAssert.AreEqual(continued, Judged(journal), "Nothing is judged twice.");
        Assert.AreEqual("", again.Error, "There was nothing left to judge.");
        Assert.AreEqual(TrainTests.Fingerprint(folder["whole.gcm"]), TrainTests.Fingerprint(folder["parts.gcm"]));
        Assert.AreEqual(TrainTests.Fingerprint(folder["whole.gcm"]), TrainTests.Fingerprint(folder["again.gcm"]));
    }

    [TestMethod]
    public void Search_WrongInput_SaysWhatIsWrong()
    {
        using var folder = new TempFolder();
        (string teacher, string data) = Prepare(folder);
        ToolRun.Of(Supernet(folder)).Succeeded();
        string supernet = folder["supernet.gcm"];

        Changed("--teacher", supernet).FailedWith(ExitCode.Failed, "supernet.gcm' is a supernet", "not the teacher");
        Changed("search", teacher).FailedWith(ExitCode.Failed, "The teacher and the supernet are the same generator");
        Changed("--channels", "3,1").FailedWith(ExitCode.Failed, "Channels offers 3 for entry 1", "trained for 2, 1");
        Changed("--ratio", "5000").FailedWith(ExitCode.BadUsage, "No plan fits a budget of", "--channels");
        Changed("--direction", "AtoC").FailedWith(ExitCode.BadUsage, "--direction expects AtoB or BtoA");
        string[] from = ["compress", teacher, data, "--direction", "AtoB", "-o", folder["s.gcm"], "--from", supernet];
        ToolRun.Of(from).FailedWith(ExitCode.BadUsage, "supernet.gcm' is a supernet; say with --plan which of its plans");
        ToolRun.Of([.. from, "--plan", "9_9_9_9_9_9_9_9", "--load-size", "16", "--architecture", "sub_mobile_resnet_1blocks"]).FailedWith(ExitCode.Failed, "cannot start from");
        Assert.IsFalse(File.Exists(folder["s.gcm"]));

        ToolRun Changed(string option, string value)
        {
            string[] arguments = [.. Search(folder, "s.gcm"), "--channels", "2,1"];
            arguments[Array.IndexOf(arguments, option) + 1] = value;
            return ToolRun.Of(arguments);
        }
    }

    /// <summary>The lines of a journal but for measured times, which differ from run to run.</summary>
    private static string[] Judged(string journal) => [.. File.ReadAllLines(journal).Where(line => !line.Contains("\"ticks\"", StringComparison.Ordinal))];

    private static (string Teacher, string Data) Prepare(TempFolder folder)
    {
        TestPairs.Write(folder["data", "train"], count: 4, size: 18);
        TestPairs.Write(folder["data", "val"], count: 4, size: 18);
        return (TestModels.Save(folder["t.gcm"], width: 8), folder["data"]);
    }

    private static string[] Supernet(TempFolder folder) =>
    [
        "supernet", folder["t.gcm"], folder["data"], "--direction", "AtoB", "--channels", "2,1", "--architecture", "sub_mobile_resnet_1blocks",
        "--discriminator-width", "2", "--discriminator-layers", "1", "--epochs", "1", "--batch-size", "2", "--threads", "1", "-o", folder["supernet.gcm"],
    ];

    private static string[] Search(TempFolder folder, string output) =>
        ["search", folder["supernet.gcm"], folder["data"], "--teacher", folder["t.gcm"], "--direction", "AtoB", "--ratio", "4", "--candidates", "12", "--finalists", "3", "--threads", "1", "-o", folder[output]];
}
