using System.Runtime.InteropServices;
using TorchSharp;
using TorchSharp.Modules;
using F = TorchSharp.torch.nn.functional;
using Parameter = TorchSharp.Modules.Parameter;
using Tensor = TorchSharp.torch.Tensor;

namespace GanCompression.Training.Tests;

/// <summary>What training relies on in TorchSharp without showing it in a test of its own: a new version must keep it.</summary>
[TestClass]
public sealed class TorchSharpContractTests
{
    [TestMethod]
    public void DisposeScope_Nested_KeepsWhatIsMovedOutAndWhatIsDetached()
    {
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Tensor moved, detached, lost;
        using (DisposeScope outer = torch.NewDisposeScope())
        {
            using (torch.NewDisposeScope())
            {
                moved = torch.ones(1).MoveToOuterDisposeScope();
                detached = torch.ones(1).DetachFromDisposeScope();
                lost = torch.ones(1);
            }

            Assert.IsTrue(lost.IsInvalid);
            Assert.IsTrue(outer.Contains(moved));
        }

        Assert.IsTrue(moved.IsInvalid);
        Assert.AreEqual(1f, detached.item<float>());
        detached.Dispose();
        Assert.AreEqual(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [TestMethod]
    public void DisposeScope_TensorDisposedBeforeItsEnd_IsNoLongerInIt()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        Tensor early = torch.ones(1);
        Tensor other = torch.ones(1);

        early.Dispose();

        Assert.IsFalse(scope.Contains(early));
        Assert.IsTrue(scope.Contains(other));
        Assert.AreEqual(1, scope.DisposablesCount);
    }

    [TestMethod]
    public void DisposeScope_OfAnotherThread_DoesNotTakeTensors()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        Tensor? other = null;
        var thread = new Thread(() => other = torch.ones(1));
        thread.Start();
        thread.Join();

        Assert.AreEqual(0, scope.DisposablesCount);
        other!.Dispose();
    }

    [TestMethod]
    public void Adam_TwoSteps_FollowThePublishedRule()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        var weight = new Parameter(torch.tensor([1.0, -2.0]));
        using Adam adam = torch.optim.Adam([weight], lr: 0.1, beta1: 0.5, beta2: 0.9, eps: 1e-8);
        double[] expected = [1, -2];
        double[] mean = [0, 0];
        double[] square = [0, 0];
        for (int step = 1; step <= 2; step++)
        {
            adam.zero_grad();
            (weight * weight).sum().backward();
            _ = adam.step();
            for (int i = 0; i < 2; i++)
            {
                double gradient = 2 * expected[i];
                mean[i] = 0.5 * mean[i] + 0.5 * gradient;
                square[i] = 0.9 * square[i] + 0.1 * gradient * gradient;
                expected[i] -= 0.1 * (mean[i] / (1 - Math.Pow(0.5, step))) / (Math.Sqrt(square[i] / (1 - Math.Pow(0.9, step))) + 1e-8);
            }
        }

        double[] actual = weight.data<double>().ToArray();
        Assert.AreEqual(expected[0], actual[0], 1e-12);
        Assert.AreEqual(expected[1], actual[1], 1e-12);
    }

    [TestMethod]
    public void Adam_StateDictionary_HoldsTheOptimisersOwnState()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        var weight = new Parameter(torch.ones(2));
        using Adam adam = torch.optim.Adam([weight], lr: 0.5, beta1: 0.5);
        var state = (Adam.State)adam.state_dict().State.Single();

        // Momentum without a gradient: -0.5 · 0.5 · (1 / (1 - 0.5⁴)) / √(1 / (1 - 0.999⁴)).
        state.exp_avg.bytes.Clear();
        MemoryMarshal.Cast<byte, float>(state.exp_avg.bytes).Fill(1);
        MemoryMarshal.Cast<byte, float>(state.exp_avg_sq.bytes).Fill(1);
        state.step = 3;
        (weight * 0).sum().backward();
        _ = adam.step();

        Assert.AreEqual(4, ((Adam.State)adam.state_dict().State.Single()).step);
        double expected = 1 - 0.5 * (0.5 / (1 - Math.Pow(0.5, 4))) / (Math.Sqrt(0.999 / (1 - Math.Pow(0.999, 4))) + 1e-8);
        AssertEx.Close([(float)expected, (float)expected], weight.data<float>().ToArray(), 1e-6);
    }

    [TestMethod]
    public void Adam_WeightWithoutGradient_StandsStillWithItsState()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        var used = new Parameter(torch.ones(1));
        var unused = new Parameter(torch.ones(1));
        using Adam adam = torch.optim.Adam([used, unused], lr: 0.5);

        adam.zero_grad();
        (used * 2).sum().backward();
        _ = adam.step();

        Assert.AreEqual(0.5f, used.item<float>(), 1e-5f);
        Assert.AreEqual(1f, unused.item<float>());
        CollectionAssert.AreEqual((long[])[1, 0], adam.state_dict().State.Cast<Adam.State>().Select(state => state.step).ToArray());
    }

    [TestMethod]
    public void Adam_LearningRateOfItsGroups_IsTheOneOfTheNextStep()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        var weight = new Parameter(torch.ones(1));
        using Adam adam = torch.optim.Adam([weight], lr: 0.5);
        foreach (torch.optim.ILearningRateController group in adam.ParamGroups)
            group.LearningRate = 0.25;

        weight.sum().backward();
        _ = adam.step();

        Assert.AreEqual(0.75f, weight.item<float>(), 1e-5f);
    }

    [TestMethod]
    public void Bytes_OfATensor_AreItsMemoryAndRefusedWhereItHasGaps()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        Tensor tensor = torch.tensor([1f, 2, 3, 4], 2, 2);

        MemoryMarshal.Cast<byte, float>(tensor.bytes)[1] = 7;

        AssertEx.Close([1, 7, 3, 4], tensor.data<float>().ToArray(), 0);
        _ = Assert.Throws<Exception>(() => _ = tensor.t().bytes.Length);
    }

    [TestMethod]
    public void NarrowedWeight_Backward_CollectsTheGradientInTheWhole()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        var weight = new Parameter(torch.ones(3, 4));

        weight.narrow(0, 0, 2).narrow(1, 0, 3).matmul(torch.tensor([1f, 2, 3], 3, 1)).sum().backward();

        AssertEx.Close([1, 2, 3, 0, 1, 2, 3, 0, 0, 0, 0, 0], weight.grad!.data<float>().ToArray(), 0);
    }

    [TestMethod]
    public void InstanceNorm_OfAPlane_DividesByTheBiasedVarianceAndKeepsAConstantFinite()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        Tensor x = torch.tensor([1f, 2, 3, 4, 5, 5, 5, 5], [1, 2, 2, 2]);

        float[] y = F.instance_norm(x, eps: 0.25).data<float>().ToArray();

        // Variance 1.25, and 0.25 makes 1.5.
        float unit = 1 / MathF.Sqrt(1.5f);
        AssertEx.Close([-1.5f * unit, -0.5f * unit, 0.5f * unit, 1.5f * unit, 0, 0, 0, 0], y, 1e-6);
    }

    [TestMethod]
    public void BatchNorm_InTraining_MovesItsStatisticsInPlaceByTheUnbiasedVariance()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        Tensor mean = torch.zeros(1);
        Tensor variance = torch.ones(1);
        Tensor x = torch.tensor([1f, 2, 3, 4], [2, 1, 1, 2]);

        _ = F.batch_norm(x, mean, variance, null, torch.zeros(1), true, eps: 1e-5);

        Assert.AreEqual(0.25f, mean.item<float>(), 1e-6f);
        Assert.AreEqual(0.9f + 0.1f * 5 / 3, variance.item<float>(), 1e-6f);
    }

    [TestMethod]
    public void Operator_ThatLibtorchRefuses_ThrowsWithTheSizesAndLeavesItUsable()
    {
        using DisposeScope scope = torch.NewDisposeScope();

        ExternalException error = Assert.ThrowsExactly<ExternalException>(() => torch.ones(2, 3).mm(torch.ones(4, 5)));

        StringAssert.Contains(error.Message, "2x3 and 4x5", StringComparison.Ordinal);
        Assert.AreEqual(3f, torch.ones(1, 3).mm(torch.ones(3, 1)).item<float>());
    }
}
