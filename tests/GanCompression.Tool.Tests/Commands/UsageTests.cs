namespace GanCompression.Tool.Tests.Commands;

[TestClass]
public sealed class UsageTests
{
    [TestMethod]
    [DataRow("train", "--direction")]
    [DataRow("compress", "--plan")]
    [DataRow("evaluate", "--features")]
    [DataRow("translate", "--keep-size")]
    [DataRow("inspect", "--image-size")]
    [DataRow("quickstart", "--scenes")]
    public void Help_EveryVerb_ListsItsOptions(string verb, string option)
    {
        ToolRun run = ToolRun.Of(verb, "--help").Succeeded();

        StringAssert.Contains(run.Output, option, StringComparison.Ordinal);
        StringAssert.Contains(run.Output, "--json", StringComparison.Ordinal);
    }

    [TestMethod]
    [DataRow("", "Required command was not provided")]
    [DataRow("shrink", "shrink")]
    [DataRow("train", "Required argument missing", "--direction", "--output")]
    [DataRow("train d -o m.gcm --direction AtoC", "--direction expects AtoB or BtoA, but got 'AtoC'.")]
    [DataRow("train d -o m.gcm --direction AtoB --epochs 0", "--epochs expects a whole number of at least 1, but got '0'.")]
    [DataRow("train d -o m.gcm --direction AtoB --epochs many", "--epochs", "'many'")]
    [DataRow("train d -o m.gcm --direction AtoB --image-size 62", "--image-size expects a whole number of at least 4 that is a multiple of 4, but got '62'.")]
    [DataRow("train d -o m.gcm --direction AtoB --batch-size -1", "--batch-size", "'-1'")]
    [DataRow("train d -o m.gcm --direction AtoB --learning-rate 0", "--learning-rate expects a number above 0, but got '0'.")]
    [DataRow("train d -o m.gcm --direction AtoB --epochs 4 --decay-epochs 5", "--decay-epochs expects at most --epochs, which is 4, but got 5.")]
    [DataRow("train d -o m.gcm --direction AtoB --epochs 0 --decay-epochs 5", "--epochs", "'0'")]
    [DataRow("train d -o m.gcm --direction AtoB --image-size 64 --load-size 60", "--load-size expects at least the image size, which is 64, but got 60.")]
    [DataRow("train d -o m.gcm --direction AtoB --wdth 3", "--wdth")]
    [DataRow("compress t.gcm d -o s.gcm --direction AtoB --plan 16_16_32", "--plan", "has 3 entries; expected 8")]
    [DataRow("compress t.gcm d -o s.gcm --direction AtoB --plan 16_16_0_16_32_32_16_16", "entry 3 is 0; expected 1 to 4096")]
    [DataRow("compress t.gcm d -o s.gcm --direction AtoB --plan 16_x_16_16_16_16_16_16", "'x' is not a whole number")]
    [DataRow("compress t.gcm d -o s.gcm --direction AtoB --plan 16_16_32_16_32_32_16_16 --ratio 12", "--plan and --ratio exclude each other")]
    [DataRow("compress t.gcm d -o s.gcm --direction AtoB --ratio 1", "--ratio expects a number above 1, but got '1'.")]
    [DataRow("evaluate d --direction AtoB", "evaluate")]
    [DataRow("evaluate m.gcm d", "--direction")]
    [DataRow("translate m.gcm i.png -o o.png --keep-size --image-size 64", "--keep-size and --image-size exclude each other")]
    [DataRow("quickstart --data d", "--data needs --direction")]
    [DataRow("quickstart --direction AtoB", "--direction goes with --data")]
    [DataRow("quickstart --data d --direction AtoB --scenes 9", "--scenes goes with synthetic façades")]
    public void Run_WrongCommandLine_SaysWhatWasExpected(string commandLine, params string[] parts)
    {
        ToolRun run = ToolRun.Of(Split(commandLine)).FailedWith(ExitCode.BadUsage, parts);

        Assert.AreEqual("", run.Output);
        StringAssert.Contains(run.Error, "--help", StringComparison.Ordinal);
    }

    [TestMethod]
    public void Run_WrongCommandLineWithJson_PrintsOneObject()
    {
        ToolRun run = ToolRun.Of(Split("train d -o m.gcm --direction AtoB --epochs 0 --json")).FailedWith(ExitCode.BadUsage, "--epochs");

        Assert.AreEqual("train", run.Json.GetProperty("command").GetString());
        StringAssert.Contains(run.Json.GetProperty("error").GetString(), "--epochs", StringComparison.Ordinal);
    }

    private static string[] Split(string commandLine) => commandLine.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
