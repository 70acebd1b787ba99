namespace GanCompression.Runtime.Tests;

/// <summary>Agreement with results that the published code computed.</summary>
[TestClass]
public sealed class GoldenReferenceTests
{
    private const double Tolerance = 1e-4;

    public static IEnumerable<VectorWidth> Widths => CompiledNetworkTests.Widths;

    [TestMethod]
    [DynamicData(nameof(Widths))]
    public void Run_DenseResNet_AgreesWithReference(VectorWidth vectorWidth) =>
        Compare("resnet9_ngf16_64", GeneratorNetworks.ResNet(new ResNetGeneratorOptions { BaseWidth = 16 }), vectorWidth, ("input", "output"), ("input_clamp_b2_52x44", "output_clamp_b2_52x44"));

    [TestMethod]
    [DynamicData(nameof(Widths))]
    public void Run_MobileResNet_AgreesWithReference(VectorWidth vectorWidth) =>
        Compare("mobile_resnet9_ngf16_64", GeneratorNetworks.MobileResNet(new ResNetGeneratorOptions { BaseWidth = 16 }), vectorWidth, ("input", "output"), ("input_clamp_b2_52x44", "output_clamp_b2_52x44"));

    [TestMethod]
    [DynamicData(nameof(Widths))]
    public void Run_SubMobileResNet_AgreesWithReference(VectorWidth vectorWidth) =>
        Compare("sub_mobile_resnet9_24_16_8_16_16_24", GeneratorNetworks.SubMobileResNet(ChannelPlan.Parse("24_16_8_16_16_24")), vectorWidth, ("input", "output"));

    [TestMethod]
    [DataRow("16_24_16_8_24_16_16_8")]
    [DataRow("24_24_24_24_24_24_24_24")]
    [DataRow("8_8_8_8_8_8_8_8")]
    [DataRow("24_16_8_16_16_24")]
    public void Run_SlicesOfSuperNetwork_AgreeWithReference(string plan)
    {
        WeightTable wide = NpzFile.Read(SharedData.File("golden", "super_mobile_resnet9_ngf24", "state_dict.npz"));
        LayerGraph graph = GeneratorNetworks.SubMobileResNet(ChannelPlan.Parse(plan));
        var slices = new WeightTable(graph.Parameters.Select(spec => new KeyValuePair<string, WeightTensor>(spec.Name, LeadingSlice(wide[spec.Name], spec))));

        Compare("super_mobile_resnet9_ngf24", new Network(graph, slices), VectorWidth.Automatic, "input", $"output_{plan}");
    }

    [TestMethod]
    public void Run_PatchDiscriminator_AgreesWithReference() =>
        Compare("D_n_layers_instance_3", DiscriminatorNetworks.PatchGan(new PatchDiscriminatorOptions { BaseWidth = 16 }), VectorWidth.Automatic, ("input", "output"));

    [TestMethod]
    public void Run_PixelDiscriminator_AgreesWithReference() =>
        Compare("D_pixel_instance", DiscriminatorNetworks.Pixel(new PatchDiscriminatorOptions { BaseWidth = 16 }), VectorWidth.Automatic, ("input", "output"));

    private static void Compare(string folder, LayerGraph graph, VectorWidth vectorWidth, params (string Input, string Output)[] pairs)
    {
        var network = new Network(graph, NpzFile.Read(SharedData.File("golden", folder, "state_dict.npz")));
        foreach ((string input, string output) in pairs)
            Compare(folder, network, vectorWidth, input, output);
    }

    private static void Compare(string folder, Network network, VectorWidth vectorWidth, string inputName, string outputName)
    {
        WeightTensor input = NpyFile.Read(SharedData.File("golden", folder, $"{inputName}.npy"));
        WeightTensor output = NpyFile.Read(SharedData.File("golden", folder, $"{outputName}.npy"));
        CompiledNetwork compiled = CompiledNetwork.Compile(network, input.Shape[2], input.Shape[3], new CompileOptions { VectorWidth = vectorWidth });
        var actual = new float[compiled.OutputShape.Elements];
        for (int image = 0; image < input.Shape[0]; image++)
        {
            compiled.Run(input.Floats.Slice(image * (int)compiled.InputShape.Elements, (int)compiled.InputShape.Elements), actual);
            AssertEx.Close(output.Floats.Slice(image * actual.Length, actual.Length), actual, Tolerance, $"{outputName}, image {image}");
        }
    }

    private static WeightTensor LeadingSlice(WeightTensor wide, ParameterSpec spec)
    {
        var values = new float[spec.Elements];
        ReadOnlySpan<float> source = wide.Floats;
        int rank = spec.Shape.Length;
        for (int i = 0; i < values.Length; i++)
        {
            int rest = i;
            int at = 0;
            int step = 1;
            for (int axis = rank - 1; axis >= 0; axis--)
            {
                at += rest % spec.Shape[axis] * step;
                rest /= spec.Shape[axis];
                step *= wide.Shape[axis];
            }

            values[i] = source[at];
        }

        return WeightTensor.FromFloats(values, spec.Shape.AsSpan());
    }
}
