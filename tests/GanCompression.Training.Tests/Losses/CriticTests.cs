using TorchSharp;
using Tensor = TorchSharp.torch.Tensor;

namespace GanCompression.Training.Tests.Losses;

[TestClass]
public sealed class CriticTests
{
    [TestMethod]
    [DataRow(NormKind.Instance, true)]
    [DataRow(NormKind.Batch, true)]
    [DataRow(NormKind.None, false)]
    public void DiscriminatorLosses_AnyNorm_EqualThoseOfSeparatePasses(NormKind norm, bool isConditional)
    {
        LayerGraph graph = DiscriminatorNetworks.PatchGan(new() { InputChannels = isConditional ? 6 : 3, BaseWidth = 4, Layers = 2, Norm = norm });
        using DisposeScope scope = torch.NewDisposeScope();
        using var network = new TrainableNetwork(new Network(graph, DeterministicFill.Weights(graph)));
        using var reference = new TrainableNetwork(new Network(graph, DeterministicFill.Weights(graph)));
        var critic = new Critic(network, GanLoss.Hinge, 3);
        Tensor source = Images("source");
        Tensor generated = Images("generated").requires_grad_();
        Tensor target = Images("target");

        (Tensor fake, Tensor real) = critic.DiscriminatorLosses(source, generated, target);
        ((fake + real) * 0.5).backward();

        Tensor expectedFake = GanLosses.ForDiscriminator(GanLoss.Hinge, reference.Forward(Input(generated.detach())), isReal: false);
        Tensor expectedReal = GanLosses.ForDiscriminator(GanLoss.Hinge, reference.Forward(Input(target)), isReal: true);
        ((expectedFake + expectedReal) * 0.5).backward();
        AssertEx.Close(expectedFake.ToDouble(), fake.ToDouble(), 1e-6);
        AssertEx.Close(expectedReal.ToDouble(), real.ToDouble(), 1e-6);
        for (int i = 0; i < network.Parameters.Count; i++)
            AssertEx.Close(reference.Parameters[i].Value.grad!.ToWeightTensor().Floats, network.Parameters[i].Value.grad!.ToWeightTensor().Floats, 1e-5, network.Parameters[i].Key);
        Assert.IsNull(generated.grad, "The discriminator's loss reached the generator.");

        Tensor Input(Tensor image) => isConditional ? torch.cat([source, image], 1) : image;
    }

    private static Tensor Images(string key) => DeterministicFill.Symmetric(key, 2 * 3 * 16 * 16).ToWeights(2, 3, 16, 16).ToTensor();
}
