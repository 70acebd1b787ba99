namespace GanCompression.TestSupport;

/// <summary>Generators so small that a test can run them: deterministic weights, not trained.</summary>
public static class TinyGenerators
{
    /// <summary>Size of the images they are made for, in pixels.</summary>
    public const int ImageSize = 16;

    /// <summary>A dense generator with one residual block.</summary>
    public static GeneratorModel Dense(string salt = "w:", int width = 4)
    {
        LayerGraph graph = GeneratorNetworks.ResNet(new ResNetGeneratorOptions { BaseWidth = width, Blocks = 1 });
        return new GeneratorModel(new Network(graph, DeterministicFill.Weights(graph, salt)), ImageSize);
    }

    /// <summary>A separable generator with one residual block and a discriminator.</summary>
    public static GeneratorModel Separable(string salt = "w:")
    {
        LayerGraph graph = GeneratorNetworks.SubMobileResNet(ChannelPlan.Uniform(2), new ResNetGeneratorOptions { Blocks = 1 });
        LayerGraph discriminator = DiscriminatorNetworks.PatchGan(new PatchDiscriminatorOptions { BaseWidth = 2, Layers = 1 });
        return new GeneratorModel(
            new Network(graph, DeterministicFill.Weights(graph, salt)), ImageSize, new Network(discriminator, DeterministicFill.Weights(discriminator, salt)),
            [new StageRecord { Stage = "Test", Seed = 7, ImageSize = ImageSize, MultiplyAddsAfter = 1, ParametersAfter = 1 }]);
    }
}
