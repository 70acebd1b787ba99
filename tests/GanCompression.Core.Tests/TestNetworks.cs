namespace GanCompression.Tests;

/// <summary>Small networks with weights that depend on their names alone.</summary>
internal static class TestNetworks
{
    public static Network With(LayerGraph graph, string salt = "w:") => new(graph, DeterministicFill.Weights(graph, salt));

    public static Network TinyGenerator(string salt = "w:") => With(GeneratorNetworks.SubMobileResNet(new ChannelPlan(2, 1, 1, 1, 2, 1), new() { Blocks = 1 }), salt);

    public static Network TinyDiscriminator() => With(DiscriminatorNetworks.PatchGan(new() { BaseWidth = 2, Layers = 1 }));

    public static GeneratorModel TinyModel() => new(
        TinyGenerator(),
        imageSize: 32,
        TinyDiscriminator(),
        [
            new StageRecord
            {
                Stage = "Pix2Pix",
                Options = System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty.Add("MaxEpochs", "3").Add("Name", "Straße \"1\""),
                Seed = long.MinValue,
                DurationSeconds = 1.5,
                ImageSize = 32,
                MultiplyAddsAfter = 123_456_789_012,
                ParametersAfter = 42,
                Metrics = System.Collections.Immutable.ImmutableSortedDictionary<string, double>.Empty.Add("L1", 0.1).Add("Psnr", double.PositiveInfinity).Add("Unknown", double.NaN),
            },
            new StageRecord { Stage = "Distillation", MultiplyAddsBefore = 7, ParametersBefore = 8 },
        ]);

    public static void AssertEqual(WeightTable expected, WeightTable actual)
    {
        CollectionAssert.AreEqual(expected.Keys.ToArray(), actual.Keys.ToArray());
        foreach ((string name, WeightTensor tensor) in expected)
            Assert.IsTrue(tensor.ContentEquals(actual[name]), $"'{name}' should be {tensor} with equal values, but is {actual[name]}.");
    }
}
