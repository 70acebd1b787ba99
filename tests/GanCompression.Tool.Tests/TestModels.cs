namespace GanCompression.Tool.Tests;

/// <summary>Tiny models with fixed weights.</summary>
internal static class TestModels
{
    public static GeneratorModel Create(int width = 2, int blocks = 1, int imageSize = 16, bool hasDiscriminator = true)
    {
        LayerGraph generator = GeneratorNetworks.ResNet(new ResNetGeneratorOptions { BaseWidth = width, Blocks = blocks });
        LayerGraph discriminator = DiscriminatorNetworks.PatchGan(new PatchDiscriminatorOptions { BaseWidth = 2, Layers = 1 });
        return new GeneratorModel(
            new Network(generator, DeterministicFill.Weights(generator)),
            imageSize,
            hasDiscriminator ? new Network(discriminator, DeterministicFill.Weights(discriminator)) : null,
            [new StageRecord { Stage = "Pix2Pix", Seed = 7, DurationSeconds = 1.5, ImageSize = imageSize, MultiplyAddsAfter = 1000, ParametersAfter = 100 }]);
    }

    public static string Save(string path, int width = 2, int blocks = 1, int imageSize = 16)
    {
        Create(width, blocks, imageSize).Save(path);
        return path;
    }
}
