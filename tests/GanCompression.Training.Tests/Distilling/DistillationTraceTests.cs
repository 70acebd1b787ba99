using System.Collections.Immutable;
using System.Text.Json;
using TorchSharp;
using Parameter = TorchSharp.Modules.Parameter;
using Tensor = TorchSharp.torch.Tensor;

namespace GanCompression.Training.Tests.Distilling;

/// <summary>Optimisation steps against those of the reference: losses, gradients and final weights.</summary>
[TestClass]
public sealed class DistillationTraceTests
{
    private const double Tolerance = 1e-3;
    private const double WeightTolerance = 2e-5;

    [TestMethod]
    [DataRow("train_distill_aligned_hinge")]
    [DataRow("train_supernet_aligned_hinge")]
    public void Step_ThreeSteps_MatchReference(string folder)
    {
        var golden = new Golden(folder);
        JsonElement meta = golden.Meta;
        LayerGraph student = GeneratorNetworks.MobileResNet(new() { BaseWidth = meta.GetProperty("student_ngf").GetInt32() });
        LayerGraph teacher = GeneratorNetworks.MobileResNet(new() { BaseWidth = meta.GetProperty("teacher_ngf").GetInt32() });
        LayerGraph discriminator = DiscriminatorNetworks.PatchGan(new() { BaseWidth = meta.GetProperty("ndf").GetInt32(), Layers = meta.GetProperty("n_layers_D").GetInt32() });
        ImmutableArray<FeaturePair> features = [.. new[] { "model.9", "model.12", "model.15", "model.18" }.Select(name => new FeaturePair(name, name))];
        Network[] adaptors = [.. features.Select((pair, i) => Adaptor(student.ChannelsOf(pair.Student), teacher.ChannelsOf(pair.Teacher), i))];
        JsonElement[] log = [.. meta.GetProperty("log").EnumerateArray()];
        var options = new DistillationOptions
        {
            GanLoss = GanLoss.Hinge,
            ReconstructionLoss = meta.GetProperty("recon").GetString() == "l1" ? ReconstructionLoss.L1 : ReconstructionLoss.L2,
            ReconstructionWeight = meta.GetProperty("lambda_recon").GetDouble(),
            DistillationWeight = meta.GetProperty("lambda_distill").GetDouble(),
            LearningRate = meta.GetProperty("lr").GetDouble(),
        };
        Func<long, LayerGraph>? plans = log[0].GetProperty("config").GetString() is null
            ? null
            : step => GeneratorNetworks.SubMobileResNet(ChannelPlan.Parse(log[step].GetProperty("config").GetString()!));
        using var task = new DistillationTask(
            "Distillation", Filled(teacher, "t:"), Filled(student, "s:"), Filled(discriminator, "d:"), adaptors, features, ReconstructionTarget.GroundTruth, options, graphOfStep: plans);

        for (int step = 0; step < log.Length; step++)
        {
            using DisposeScope scope = torch.NewDisposeScope();
            var batch = new ImageBatch(golden.Tensor($"real_A_{step}"), golden.Tensor($"real_B_{step}"), [.. Enumerable.Range(0, 4).Select(i => new ImageView(i, step, 0, false))]);
            float[] losses = task.Step(batch, step).ToWeightTensor().Floats.ToArray();
            string[] names = ["D_fake", "D_real", "G_gan", "G_recon", "G_distill"];
            for (int i = 0; i < names.Length; i++)
                CloseRelative(log[step].GetProperty(names[i]).GetDouble(), losses[i], $"step {step}, {names[i]}");

            CloseRelative(log[step].GetProperty("grad_norm_G").GetDouble(), Norm(task, "student"), $"step {step}, gradient of the student");
            CloseRelative(log[step].GetProperty("grad_norm_D").GetDouble(), Norm(task, "discriminator"), $"step {step}, gradient of the discriminator");
            CloseRelative(log[step].GetProperty("grad_norm_A").GetDouble(), Norm(task, "adaptor"), $"step {step}, gradient of the adaptors");
            if (step == 0)
                CompareGradients(golden.Weights("grads_step0"), task);
        }

        CompareWeights(golden.Weights("final_student"), task.Networks[0].Value, options.LearningRate, log.Length);
        CompareWeights(golden.Weights("final_D"), task.Networks[1].Value, options.LearningRate, log.Length);
    }

    private static void CompareGradients(WeightTable expected, DistillationTask task)
    {
        foreach ((string network, TrainableNetwork trainable) in task.Networks)
        {
            string prefix = network switch { "student" => "G.", "discriminator" => "D.", _ => $"A{network[^1]}." };
            foreach ((string name, Parameter parameter) in trainable.Parameters)
            {
                string key = prefix + name.Replace("adaptor.", "", StringComparison.Ordinal);
                ReadOnlySpan<float> reference = expected[key].Floats;
                double largest = 0;
                foreach (float value in reference)
                    largest = Math.Max(largest, Math.Abs(value));
                AssertEx.Close(reference, parameter.grad!.ToWeightTensor().Floats, Tolerance * largest + 1e-4, key);
            }
        }
    }

    private static void CompareWeights(WeightTable expected, TrainableNetwork network, double learningRate, int steps)
    {
        // A bias in front of an instance norm has no effect: its gradient is rounding noise, of which Adam makes full steps in either direction.
        var ineffective = network.Graph.Nodes.Where(node => node.Layer is InstanceNorm2d).Select(node => node.Inputs[0] + ".bias").ToHashSet();
        foreach ((string name, WeightTensor actual) in network.ExportWeights())
            AssertEx.Close(expected[name].Floats, actual.Floats, ineffective.Contains(name) ? 2.1 * learningRate * steps : WeightTolerance, name);
    }

    private static double Norm(DistillationTask task, string network)
    {
        double sum = 0;
        foreach ((_, TrainableNetwork trainable) in task.Networks.Where(entry => entry.Key.StartsWith(network, StringComparison.Ordinal)))
        {
            foreach ((_, Parameter parameter) in trainable.Parameters)
            {
                foreach (float value in parameter.grad!.ToWeightTensor().Floats)
                    sum += (double)value * value;
            }
        }

        return Math.Sqrt(sum);
    }

    private static Network Filled(LayerGraph graph, string salt) => new(graph, DeterministicFill.Weights(graph, salt));

    private static Network Adaptor(int from, int to, int index)
    {
        LayerGraph graph = FeatureAdaptor.GraphFor(from, to);
        float[] weight = DeterministicFill.Symmetric($"a{index}:weight", (long)from * to, Math.Sqrt(3.0 / from));
        float[] bias = DeterministicFill.Symmetric($"a{index}:bias", to, 0.1);
        return new Network(graph, new WeightTable([new("adaptor.weight", weight.ToWeights(to, from, 1, 1)), new("adaptor.bias", bias.ToWeights(to))]));
    }

    private static void CloseRelative(double expected, double actual, string what) =>
        AssertEx.Close(expected, actual, Tolerance * Math.Max(Math.Abs(expected), 0.1), what);
}
