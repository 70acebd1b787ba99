using System.Text.Json;
using TorchSharp;

namespace GanCompression.Training.Tests.Teachers;

/// <summary>Optimisation steps against those computed with PyTorch by reference_cyclegan.py: losses and final weights.</summary>
[TestClass]
public sealed class CycleGanTaskTests
{
    [TestMethod]
    public void Step_FiveSteps_MatchReference()
    {
        using Stream stream = typeof(CycleGanTaskTests).Assembly.GetManifestResourceStream("reference_cyclegan.json")!;
        using JsonDocument reference = JsonDocument.Parse(stream);
        CycleGanOptions options = Options();
        using CycleGanTask task = Create(options);

        JsonElement[] log = [.. reference.RootElement.GetProperty("losses").EnumerateArray()];
        Assert.HasCount(5, log);
        for (int step = 0; step < log.Length; step++)
        {
            using DisposeScope scope = torch.NewDisposeScope();
            float[] losses = task.Step(Batch(step), step).ToWeightTensor().Floats.ToArray();
            Assert.HasCount(losses.Length, task.LossNames);
            for (int i = 0; i < losses.Length; i++)
            {
                double expected = log[step].GetProperty(task.LossNames[i]).GetDouble();
                AssertEx.Close(expected, losses[i], 1e-4 * Math.Max(1, Math.Abs(expected)), $"step {step}, {task.LossNames[i]}");
            }
        }

        foreach ((string name, TrainableNetwork network) in task.Networks)
            CompareWeights(reference.RootElement.GetProperty("weights").GetProperty(name), network);
    }

    [TestMethod]
    public void Step_WithoutIdentity_ComputesNone()
    {
        CycleGanOptions options = Options();
        options.IdentityWeight = 0;
        using CycleGanTask task = Create(options);
        using DisposeScope scope = torch.NewDisposeScope();
        float[] losses = task.Step(Batch(0), 0).ToWeightTensor().Floats.ToArray();
        for (int i = 0; i < losses.Length; i++)
            Assert.AreEqual(!task.LossNames[i].Contains("Identity", StringComparison.Ordinal), losses[i] > 0, task.LossNames[i]);
    }

    [TestMethod]
    public void Step_ManySteps_KeepNoTensorsButThePools()
    {
        CycleGanOptions options = Options();
        using CycleGanTask task = Create(options);
        Train(0);
        Train(1);
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (int step = 2; step < 6; step++)
            Train(step);
        Assert.AreEqual(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);

        void Train(int step)
        {
            using DisposeScope scope = torch.NewDisposeScope();
            _ = task.Step(Batch(step), step);
        }
    }

    private static void CompareWeights(JsonElement expected, TrainableNetwork network)
    {
        // A bias in front of an instance norm has no effect: its gradient is rounding noise, of which Adam makes full steps in either direction.
        var ineffective = network.Graph.Nodes.Where(node => node.Layer is InstanceNorm2d).Select(node => node.Inputs[0] + ".bias").ToHashSet();
        WeightTable weights = network.ExportWeights();
        Assert.AreEqual(weights.Count, expected.EnumerateObject().Count());
        foreach (JsonProperty entry in expected.EnumerateObject().Where(entry => !ineffective.Contains(entry.Name)))
        {
            float[] sample = [.. entry.Value.EnumerateArray().Select(value => value.GetSingle())];
            float[] actual = weights[entry.Name].Floats.ToArray();
            int step = Math.Max(1, actual.Length / 6);
            AssertEx.Close(sample, [.. Enumerable.Range(0, sample.Length).Select(i => actual[i * step])], 2e-5, entry.Name);
        }
    }

    private static CycleGanOptions Options() => new()
    {
        LearningRate = 0.001,
        GanWeight = 1.5,
        ReconstructionWeight = 10,
        TargetReconstructionWeight = 6,
        PoolSize = 3,
        Seed = 7,
    };

    private static CycleGanTask Create(CycleGanOptions options)
    {
        LayerGraph generator = GeneratorNetworks.ResNet(new() { BaseWidth = 2, Blocks = 1 });
        LayerGraph discriminator = DiscriminatorNetworks.PatchGan(new() { InputChannels = 3, BaseWidth = 2, Layers = 1 });
        return new CycleGanTask(Filled(generator, "g:"), Filled(discriminator, "d:"), Filled(generator, "h:"), Filled(discriminator, "e:"), options);
    }

    private static Network Filled(LayerGraph graph, string salt) => new(graph, DeterministicFill.Weights(graph, salt));

    private static ImageBatch Batch(int step) => new(Images($"source {step}"), Images($"target {step}"), []);

    private static torch.Tensor Images(string key) => DeterministicFill.Symmetric(key, 2 * 3 * 16 * 16).ToWeights(2, 3, 16, 16).ToTensor();
}
