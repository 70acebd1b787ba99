using TorchSharp.Modules;
using static TorchSharp.Tests.Reference;
using static TorchSharp.torch;

namespace TorchSharp.Tests;

[TestClass]
public sealed class OptimizerTests
{
    private DisposeScope _scope = null!;

    [TestInitialize]
    public void OpenScope() => _scope = NewDisposeScope();

    [TestCleanup]
    public void CloseScope() => _scope.Dispose();

    [TestMethod]
    public void Adam_FiveSteps_MatchReference()
    {
        var p = Optimise(p => optim.Adam(p, lr: 0.01, beta1: 0.5, beta2: 0.999));
        AreClose([0.047257f, 0.596586f, 0.936598f, 0.814619f, 0.307128f, -0.301995f], p[0]);
        AreClose([0.000000f, 0.150084f, 0.340102f, 0.515106f], p[1]);
    }

    [TestMethod]
    public void Adam_WithWeightDecay_MatchesReference()
    {
        var p = Optimise(p => optim.Adam(p, lr: 0.01, beta1: 0.5, beta2: 0.99, weight_decay: 0.1));
        AreClose([0.046944f, 0.595951f, 0.936516f, 0.814472f, 0.285818f, -0.301965f], p[0]);
        AreClose([0.000000f, 0.150065f, 0.340092f, 0.515099f], p[1]);
    }

    [TestMethod]
    public void Adam_MaximizingWithAmsgrad_MatchesReference()
    {
        var p = Optimise(p => optim.Adam(p, lr: 0.01, amsgrad: true, maximize: true));
        AreClose([-0.050223f, 0.694434f, 1.035597f, 0.913378f, 0.382269f, -0.400936f], p[0]);
        AreClose([0.000000f, 0.248826f, 0.439513f, 0.614711f], p[1]);
    }

    [TestMethod]
    public void Sgd_FiveSteps_MatchReference()
    {
        var p = Optimise(p => optim.SGD(p, 0.01));
        AreClose([0.005286f, 0.636286f, 0.927564f, 0.830006f, 0.334980f, -0.300744f], p[0]);
    }

    [TestMethod]
    public void Sgd_WithNesterovMomentumAndDecay_MatchesReference()
    {
        var p = Optimise(p => optim.SGD(p, 0.01, momentum: 0.9, weight_decay: 0.1, nesterov: true));
        AreClose([0.017341f, 0.608127f, 0.795441f, 0.746629f, 0.329348f, -0.192311f], p[0]);
        AreClose([0.000000f, 0.146621f, 0.266026f, 0.477385f], p[1]);
    }

    [TestMethod]
    public void Step_OfAParameterWithoutGradient_LeavesItAndItsState()
    {
        var used = new Parameter(ones(1));
        var unused = new Parameter(ones(1));
        using var optimizer = optim.Adam([used, unused], lr: 0.5);

        optimizer.zero_grad();
        (used * 2).sum().backward();
        optimizer.step();

        Assert.AreEqual(1f, unused.ToSingle());
        Assert.AreEqual(0.5f, used.ToSingle(), 1e-5);
        CollectionAssert.AreEqual(new long[] { 1, 0 }, optimizer.state_dict().State.Cast<Adam.State>().Select(s => s.step).ToArray());
        Assert.IsNull(unused.grad);
    }

    [TestMethod]
    public void ZeroGrad_FillsWithZeros()
    {
        var p = new Parameter(ones(2));
        using var optimizer = optim.Adam([p]);
        p.sum().backward();

        optimizer.zero_grad();

        AreClose([0, 0], p.grad!);
    }

    [TestMethod]
    public void ParamGroups_ChangeTheLearningRate()
    {
        var p = new Parameter(ones(1));
        using var optimizer = optim.Adam([p], lr: 0.5);
        foreach (var group in optimizer.ParamGroups)
            group.LearningRate = 0.25;

        p.sum().backward();
        optimizer.step();

        Assert.AreEqual(0.75f, p.ToSingle(), 1e-5);
        Assert.AreEqual(0.5, optimizer.ParamGroups.Single().InitialLearningRate);
    }

    [TestMethod]
    public void ParamGroups_WithOwnRates_StepByThem()
    {
        var slow = new Parameter(ones(1));
        var fast = new Parameter(ones(1));
        using var optimizer = optim.Adam([new Adam.ParamGroup([slow], lr: 0.1), new Adam.ParamGroup([fast], lr: 0.3)]);

        (slow + fast).sum().backward();
        optimizer.step();

        Assert.AreEqual(0.9f, slow.ToSingle(), 1e-5);
        Assert.AreEqual(0.7f, fast.ToSingle(), 1e-5);
    }

    [TestMethod]
    public void State_LoadedIntoAnotherOptimizer_ContinuesBitForBit()
    {
        var (a, first) = Trained(3);
        var (b, second) = Trained(0);
        using (no_grad())
            b.copy_(a);

        second.load_state_dict(first.state_dict());
        var loaded = (Adam.State)second.state_dict().State[0];
        Assert.AreEqual(3, loaded.step);
        Assert.IsFalse(ReferenceEquals(loaded.exp_avg, ((Adam.State)first.state_dict().State[0]).exp_avg));
        Train(a, first, 4);
        Train(b, second, 4);

        Assert.IsTrue(a.Equals(b));
    }

    [TestMethod]
    public void State_SavedAndLoaded_ContinuesBitForBit()
    {
        var (a, first) = Trained(3);
        var (b, second) = Trained(1);
        using (no_grad())
            b.copy_(a);
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true))
            first.save_state_dict(writer);
        stream.Position = 0;
        using (var reader = new BinaryReader(stream))
            second.load_state_dict(reader);
        Train(a, first, 4);
        Train(b, second, 4);

        Assert.IsTrue(a.Equals(b));
        Assert.IsTrue(first.state_dict().State[0].ApproximatelyEquals(second.state_dict().State[0]));
    }

    [TestMethod]
    public void State_OfAnotherOptimizer_IsRefused()
    {
        var (_, adam) = Trained(1);
        using var sgd = optim.SGD([new Parameter(ones(1))], 0.1);
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true))
            adam.save_state_dict(writer);
        stream.Position = 0;
        using var reader = new BinaryReader(stream);

        StringAssert.Contains(Assert.ThrowsExactly<InvalidDataException>(() => sgd.load_state_dict(reader)).Message, "Adam");
    }

    [TestMethod]
    public void Adam_WithInvalidSettings_IsRefused()
    {
        var p = new Parameter(ones(1));

        Assert.ThrowsExactly<ArgumentException>(() => optim.Adam([p], lr: -1));
        Assert.ThrowsExactly<ArgumentException>(() => optim.Adam([p], beta1: 1));
        Assert.ThrowsExactly<ArgumentException>(() => optim.Adam([p], eps: -1));
    }

    [TestMethod]
    public void Schedules_SetTheRatesOfPyTorch()
    {
        AssertRates([0.1, 0.1, 0.1, 0.075, 0.05, 0.025, 0], o => optim.lr_scheduler.LambdaLR(o, e => 1.0 - (Math.Max(0, e - 2) / 4.0)));
        AssertRates([0.05, 0.0625, 0.075, 0.0875, 0.1, 0.1, 0.1], o => optim.lr_scheduler.LinearLR(o, 0.5, 1.0, 4));
        AssertRates([0.1, 0.1, 0.05, 0.05, 0.025, 0.025, 0.0125], o => optim.lr_scheduler.StepLR(o, 2, 0.5));
    }

    private static void AssertRates(double[] expected, Func<optim.Optimizer, optim.lr_scheduler.LRScheduler> make)
    {
        using var optimizer = optim.SGD([new Parameter(zeros(1))], 0.1);
        var schedule = make(optimizer);
        for (var epoch = 0; epoch < expected.Length; epoch++)
        {
            Assert.AreEqual(expected[epoch], optimizer.ParamGroups.Single().LearningRate, 1e-9, $"epoch {epoch}");
            Assert.AreEqual(expected[epoch], schedule.get_last_lr().Single(), 1e-9, $"epoch {epoch}");
            schedule.step();
        }
    }

    private static Parameter[] Optimise(Func<Parameter[], optim.Optimizer> make)
    {
        var p = new[] { new Parameter(Wave([2, 3])), new Parameter(Wave([4], 0.2)) };
        using var optimizer = make(p);
        for (var step = 0; step < 5; step++)
        {
            optimizer.zero_grad();
            ((p[0] - 0.3).pow(4).sum() + (p[1] * p[1] * Wave([4], 0.9)).sum()).backward();
            optimizer.step();
        }
        return p;
    }

    private static (Parameter Parameter, Adam Optimizer) Trained(int steps)
    {
        var parameter = new Parameter(Wave([5, 3]));
        var optimizer = optim.Adam([parameter], lr: 0.02, beta1: 0.5);
        Train(parameter, optimizer, steps);
        return (parameter, optimizer);
    }

    private static void Train(Parameter parameter, Adam optimizer, int steps)
    {
        for (var i = 0; i < steps; i++)
        {
            optimizer.zero_grad();
            (parameter - 0.1).pow(4).sum().backward();
            optimizer.step();
        }
    }
}
