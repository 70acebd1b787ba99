using System.Text.Json;
using TorchSharp;
using Tensor = TorchSharp.torch.Tensor;

namespace GanCompression.Training.Tests.Losses;

[TestClass]
public sealed class LossTests
{
    [TestMethod]
    [DataRow(GanLoss.LeastSquares, "lsgan")]
    [DataRow(GanLoss.Hinge, "hinge")]
    [DataRow(GanLoss.Vanilla, "vanilla")]
    public void GanLosses_SingleAndSeveralScales_MatchReference(GanLoss loss, string name)
    {
        var golden = new Golden("gan_losses");
        using DisposeScope scope = torch.NewDisposeScope();
        Tensor a = golden.Tensor("pred_a");
        Tensor[] both = [a, golden.Tensor("pred_b")];
        foreach (bool isReal in new[] { true, false })
        {
            JsonElement expected = golden.Meta.GetProperty("values").GetProperty($"{name}/real={isReal}/for_D=True");
            AssertEx.Close(expected.GetProperty("single").GetDouble(), GanLosses.ForDiscriminator(loss, a, isReal).ToDouble(), 1e-6);
            AssertEx.Close(expected.GetProperty("list").GetDouble(), GanLosses.ForDiscriminator(loss, both, isReal).ToDouble(), 1e-6);
        }

        JsonElement generator = golden.Meta.GetProperty("values").GetProperty($"{name}/real=True/for_D=False");
        AssertEx.Close(generator.GetProperty("single").GetDouble(), GanLosses.ForGenerator(loss, a).ToDouble(), 1e-6);
        AssertEx.Close(generator.GetProperty("list").GetDouble(), GanLosses.ForGenerator(loss, both).ToDouble(), 1e-6);
    }

    [TestMethod]
    public void GanLosses_NoScales_Throws()
    {
        AssertEx.ThrowsWith<ArgumentException>(() => GanLosses.ForGenerator(GanLoss.Hinge, Array.Empty<Tensor>()), "at least one scale");
    }

    [TestMethod]
    [DataRow(ReconstructionLoss.L1, (0.5 + 0 + 2) / 3)]
    [DataRow(ReconstructionLoss.L2, (0.25 + 0 + 4) / 3)]
    [DataRow(ReconstructionLoss.SmoothL1, (0.125 + 0 + 1.5) / 3)]
    public void ReconstructionLosses_KnownDifferences_MatchDefinition(ReconstructionLoss loss, double expected)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        Tensor actual = new[] { 1.5f, 3f, -1f }.ToWeights(3).ToTensor();
        Tensor target = new[] { 1f, 3f, 1f }.ToWeights(3).ToTensor();
        AssertEx.Close(expected, ReconstructionLosses.Compute(loss, actual, target).ToDouble(), 1e-7);
    }
}
