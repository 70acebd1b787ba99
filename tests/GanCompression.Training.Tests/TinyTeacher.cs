namespace GanCompression.Training.Tests;

/// <summary>A teacher with made-up weights.</summary>
internal static class TinyTeacher
{
    public static GeneratorModel Create(bool isSeparable = true, int blocks = 2, bool hasDiscriminator = true)
    {
        var options = new ResNetGeneratorOptions { BaseWidth = 4, Blocks = blocks };
        LayerGraph graph = isSeparable ? GeneratorNetworks.MobileResNet(options) : GeneratorNetworks.ResNet(options);
        LayerGraph discriminator = DiscriminatorNetworks.PatchGan(new() { BaseWidth = 4, Layers = 1 });
        return new GeneratorModel(
            new Network(graph, DeterministicFill.Weights(graph)), 16, hasDiscriminator ? new Network(discriminator, DeterministicFill.Weights(discriminator)) : null);
    }
}
