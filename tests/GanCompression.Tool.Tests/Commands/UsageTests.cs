namespace GanCompression.Tool.Tests.Commands;

[TestClass]
public sealed class UsageTests
{
    [TestMethod]
    [DataRow("train", "--direction")]
    [DataRow("compress", "--plan")]
    [DataRow("supernet", "--channels")]
    [DataRow("search", "--teacher")]
    [DataRow("evaluate", "--features")]
    [DataRow("translate", "--keep-size")]
    [DataRow("inspect", "--image-size")]
    [DataRow("benchmark", "--compare")]
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
    [DataRow("train d -o m.gcm --direction AtoB --pool-size 3", "--pool-size goes with --unpaired")]
    [DataRow("train d -o m.gcm --direction AtoB --wdth 3", "--wdth")]
    [DataRow("benchmark", "Required argument missing")]
    [DataRow("benchmark m.gcm --threads 1,x", "--threads: 'x' in '1,x' is not a whole number from 1 to 256")]
    [DataRow("benchmark m.gcm --threads 0", "--threads: '0' in '0'")]
    [DataRow("benchmark m.gcm --rounds 0", "--rounds expects a whole number of at least 1, but got '0'.")]
    [DataRow("benchmark m.gcm --compare torch,tensorflow", "--compare", "torch", "but got 'tensorflow'")]
    [DataRow("compress t.gcm d -o s.gcm --direction AtoB --plan 16_16_32", "--plan", "has 3 entries; expected 8")]
    [DataRow("compress t.gcm d -o s.gcm --direction AtoB --plan 16_16_0_16_32_32_16_16", "entry 3 is 0; expected 1 to 4096")]
    [DataRow("compress t.gcm d -o s.gcm --direction AtoB --plan 16_x_16_16_16_16_16_16", "'x' is not a whole number")]
    [DataRow("compress t.gcm d -o s.gcm --direction AtoB --plan 16_16_32_16_32_32_16_16 --ratio 12", "--plan and --ratio exclude each other")]
    [DataRow("compress t.gcm d -o s.gcm --direction AtoB --ratio 12 --parameters 9", "--ratio and --parameters exclude each other")]
    [DataRow("compress t.gcm d -o s.gcm --direction AtoB --multiply-adds 0", "--multiply-adds expects a number of at least 1, but got '0'.")]
    [DataRow("compress t.gcm d -o s.gcm --direction AtoB --method pruning", "--method expects distillation or fast-gan-compression or gan-compression, but got 'pruning'.")]
    [DataRow("compress t.gcm d -o s.gcm --direction AtoB --method fast-gan-compression --plan 1_1_1_1_1_1_1_1", "--plan goes with --method distillation, not with --method fast-gan-compression")]
    [DataRow("compress t.gcm d -o s.gcm --direction AtoB --method distillation --channels 8,4", "--channels goes with --method fast-gan-compression or gan-compression, not with --method distillation")]
    [DataRow("compress t.gcm d -o s.gcm --direction AtoB --plan 1_1_1_1_1_1_1_1 --frontier f", "--frontier and --plan exclude each other")]
    [DataRow("compress t.gcm d -o s.gcm --direction AtoB --student-width 8", "--student-width goes with --method gan-compression, not with --method fast-gan-compression")]
    [DataRow("compress t.gcm d -o s.gcm --direction AtoB --method gan-compression --discriminator new", "--discriminator goes with --method distillation or fast-gan-compression, not with --method gan-compression")]
    [DataRow("compress t.gcm d -o s.gcm --direction AtoB --method distillation --latency 4", "--latency goes with --method fast-gan-compression or gan-compression, not with --method distillation")]
    [DataRow("compress t.gcm d -o s.gcm --direction AtoB --latency 0", "--latency expects a number of at least 0.0001, but got '0'.")]
    [DataRow("supernet t.gcm d -o s.gcm --direction AtoB --from f.gcm --discriminator teacher", "--discriminator and --from exclude each other")]
    [DataRow("search s.gcm d -o s.gcm --teacher t.gcm --direction AtoB --rank-comparison 2", "--rank-comparison expects a whole number of at least 3, but got '2'.")]
    [DataRow("compress t.gcm d -o s.gcm --direction AtoB --from f.gcm --ratio 12", "--from and --ratio exclude each other")]
    [DataRow("compress t.gcm d -o s.gcm --direction AtoB --from f.gcm --frontier f", "--frontier and --from exclude each other")]
    [DataRow("compress t.gcm d -o s.gcm --direction AtoB --from f.gcm --discriminator new", "--discriminator and --from exclude each other")]
    [DataRow("compress t.gcm d -o s.gcm --direction AtoB --from f.gcm --method fast-gan-compression", "--from goes with --method distillation, not with --method fast-gan-compression")]
    [DataRow("supernet t.gcm d -o s.gcm --direction AtoB --architecture mobile_resnet_9blocks", "--architecture expects sub_mobile_resnet_9blocks, with 1 to 100 blocks, for a supernet")]
    [DataRow("search s.gcm d -o s.gcm --direction AtoB", "--teacher")]
    [DataRow("search s.gcm d -o s.gcm --teacher t.gcm --direction AtoB --ratio 3 --multiply-adds 3e9", "--ratio and --multiply-adds exclude each other")]
    [DataRow("compress t.gcm d -o s.gcm --direction AtoB --channels 8,x", "--channels: 'x' in '8,x' is not a whole number")]
    [DataRow("compress t.gcm d -o s.gcm --direction AtoB --channels 8,8", "offers a value twice")]
    [DataRow("compress t.gcm d -o s.gcm --direction AtoB --channels 8_8", "has 2 lists of choices; expected 8")]
    [DataRow("compress t.gcm d -o s.gcm --direction AtoB --population 4", "--population goes with --search evolution, not with --search budgeted")]
    [DataRow("compress t.gcm d -o s.gcm --direction AtoB --search evolution --finalists 4", "--finalists goes with --search budgeted, not with --search evolution")]
    [DataRow("compress t.gcm d -o s.gcm --direction AtoB --search evolution --candidates 4", "--candidates goes with --search budgeted or brute-force", "--population")]
    [DataRow("compress t.gcm d -o s.gcm --direction AtoB --held-out 1", "--held-out expects 0 or at least 2, but got 1.")]
    [DataRow("compress t.gcm d -o s.gcm --direction AtoB --architecture resnet_9blocks", "--architecture expects sub_mobile_resnet_9blocks", "'resnet_9blocks'")]
    [DataRow("train d -o m.gcm --direction AtoB --gan-loss wasserstein", "--gan-loss expects hinge or least-squares or vanilla, but got 'wasserstein'.")]
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
