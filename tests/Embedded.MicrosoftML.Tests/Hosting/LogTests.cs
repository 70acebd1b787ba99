namespace Embedded.MicrosoftML.Tests.Hosting;

[TestClass]
public sealed class LogTests
{
    [TestMethod]
    public void Channel_OfHost_ReachesLogWithSource()
    {
        var ml = new MLContext(seed: 1);
        var log = new List<LoggingEventArgs>();
        ml.Log += (_, e) => log.Add(e);
        IHost host = ((IHostEnvironment)ml).Register("GeneratorTrainer");
        using (IChannel channel = host.Start("Distill"))
        {
            channel.Info(MessageSensitivity.None, "Epoch {0} of {1}", 1, 3);
            channel.Warning(MessageSensitivity.None, "As it is: {0}");
            channel.Error(MessageSensitivity.None, "Bad");
        }

        LoggingEventArgs info = log.Single(e => e.Kind == ChannelMessageKind.Info);
        Assert.AreEqual("GeneratorTrainer; Distill", info.Source);
        Assert.AreEqual("Epoch 1 of 3", info.RawMessage);
        Assert.AreEqual("[Source=GeneratorTrainer; Distill, Kind=Info] Epoch 1 of 3", info.Message);
        Assert.AreEqual("As it is: {0}", log.Single(e => e.Kind == ChannelMessageKind.Warning).RawMessage);
        Assert.IsTrue(log.Any(e => e.Kind == ChannelMessageKind.Trace && e.RawMessage == "Channel started"));
        Assert.IsTrue(log.Any(e => e.Kind == ChannelMessageKind.Trace && e.RawMessage == "Channel disposed"));
    }

    [TestMethod]
    public void Rand_SameSeed_SameNumbers()
    {
        int First(int? seed, string name) => ((IHostEnvironment)new MLContext(seed)).Register(name).Rand.Next();
        Assert.AreEqual(First(4, "A"), First(4, "A"));
        Assert.AreNotEqual(First(4, "A"), First(5, "A"));
        IHostEnvironment environment = new MLContext(seed: 4);
        Assert.AreNotEqual(environment.Register("A").Rand.Next(), environment.Register("A").Rand.Next());
        Assert.AreEqual(environment.Register("A", seed: 9).Rand.Next(), environment.Register("B", seed: 9).Rand.Next());
    }

    [TestMethod]
    public void ProgressChannel_IsCallable()
    {
        using IProgressChannel progress = ((IHostEnvironment)new MLContext()).Register("X").StartProgressChannel("Training");
        progress.SetHeader(new ProgressHeader(["loss"], ["epochs"]), entry => entry.SetProgress(0, 1, 3));
        progress.Checkpoint(0.5, 1);
    }

    [TestMethod]
    public void Context_DefaultsAndOptions()
    {
        var ml = new MLContext();
        Assert.IsNull(ml.GpuDeviceId);
        Assert.IsFalse(ml.FallbackToCpu);
        Assert.AreEqual(Path.GetTempPath(), ml.TempFilePath);
        ml.SetOption("depth", 3);
        Assert.IsTrue(ml.TryGetOption("depth", out int depth));
        Assert.AreEqual(3, depth);
        Assert.IsFalse(ml.TryGetOption("depth", out string? _));
        Assert.IsFalse(ml.TryAddOption("depth", 4));
        Assert.AreEqual(0, ml.GetOptionOrDefault<int>("width"));
        Assert.IsTrue(ml.RemoveOption("depth"));
        Assert.IsFalse(ml.RemoveOption("depth"));
    }

    [TestMethod]
    public void Log_WithoutListener_IsQuiet()
    {
        using IChannel channel = ((IHostEnvironment)new MLContext()).Start("Alone");
        channel.Info(MessageSensitivity.None, "No one hears this");
    }
}
