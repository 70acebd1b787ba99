namespace GanCompression.Tests;

[TestClass]
public class GeneratorImportTests
{
    [TestMethod]
    public void FromCheckpoint_PublishedHorse2Zebra_HasThePublishedCost()
    {
        GeneratorModel model = GeneratorImport.FromCheckpoint(SharedData.File("data", "weights", "gan_compression_cyclegan_horse2zebra_compressed_G.pth"), 256);

        ComputeCost cost = model.Cost();
        Assert.AreEqual(2_546_204_672, cost.MultiplyAdds);
        Assert.AreEqual(356_867, cost.Parameters);
        StageRecord record = model.Provenance.Single();
        Assert.AreEqual("Import", record.Stage);
        Assert.AreEqual("gan_compression_cyclegan_horse2zebra_compressed_G.pth", record.Options["File"]);
        Assert.AreEqual("PyTorch", record.Options["Format"]);
        Assert.AreEqual(model.Generator.Graph.Architecture, record.Options["Architecture"]);
        Assert.AreEqual(model.Generator.Weights.Fingerprint(), record.Options["Fingerprint"]);
        Assert.AreEqual((2_546_204_672, 356_867, 256), (record.MultiplyAddsAfter, record.ParametersAfter, record.ImageSize));
        Assert.IsNull(record.MultiplyAddsBefore);
        Assert.IsNull(model.Discriminator);
    }

    public static IEnumerable<object[]> Graphs()
    {
        yield return [GeneratorNetworks.ResNet(new() { BaseWidth = 2 })];
        yield return [GeneratorNetworks.ResNet(new() { BaseWidth = 2, Blocks = 6, Norm = NormKind.Batch })];
        yield return [GeneratorNetworks.MobileResNet(new() { BaseWidth = 3 })];
        yield return [GeneratorNetworks.SubMobileResNet(ChannelPlan.Parse("2_1_2_1_3_2_1_2"))];
        yield return [GeneratorNetworks.LegacySubMobileResNet(ChannelPlan.Parse("2_1_2_1_3_2_1_2"))];
    }

    [TestMethod]
    [DynamicData(nameof(Graphs))]
    public void FromCheckpoint_EveryFormat_GivesEqualModels(LayerGraph graph)
    {
        using var folder = new TempFolder();
        WeightTable weights = DeterministicFill.Weights(graph);
        PyTorchCheckpoint.Write(folder["a.pth"], weights);
        Safetensors.Write(folder["a.safetensors"], weights);
        NpzFile.Write(folder["a.npz"], weights);
        // The content decides, not the name.
        File.Copy(folder["a.safetensors"], folder["misnamed.pth"]);

        foreach ((string name, string format) in new[] { ("a.pth", "PyTorch"), ("a.safetensors", "safetensors"), ("a.npz", "npz"), ("misnamed.pth", "safetensors") })
        {
            GeneratorModel model = GeneratorImport.FromCheckpoint(folder[name], 32);

            Assert.AreEqual(graph.ToJson(), model.Generator.Graph.ToJson(), name);
            TestNetworks.AssertEqual(weights, model.Generator.Weights);
            Assert.AreEqual(format, model.Provenance[0].Options["Format"]);
            Assert.AreEqual(32, model.ImageSize);
        }
    }

    [TestMethod]
    public void FromCheckpoint_ReferenceInOldFormat_IsRecognised()
    {
        GeneratorModel model = GeneratorImport.FromCheckpoint(SharedData.File("golden", "resnet9_ngf16_64", "state_dict_legacy.pth"), 64);

        Assert.AreEqual(GeneratorNetworks.ResNet(new() { BaseWidth = 16 }).ToJson(), model.Generator.Graph.ToJson());
    }

    [TestMethod]
    public void FromCheckpoint_SavedModel_KeepsItsProvenance()
    {
        using var folder = new TempFolder();
        PyTorchCheckpoint.Write(folder["teacher.pth"], TestNetworks.TinyGenerator().Weights);

        GeneratorImport.FromCheckpoint(folder["teacher.pth"], 32).Save(folder["teacher.gcm"]);

        Assert.AreEqual("teacher.pth", GeneratorModel.Load(folder["teacher.gcm"]).Provenance.Single().Options["File"]);
    }

    [TestMethod]
    public void FromCheckpoint_KnownArchitecture_TakesIt()
    {
        using var folder = new TempFolder();
        ChannelPlan plan = ChannelPlan.Uniform(2);
        PyTorchCheckpoint.Write(folder["a.pth"], DeterministicFill.Weights(GeneratorNetworks.SubMobileResNet(plan)));

        Assert.AreEqual("mobile_resnet_9blocks", GeneratorImport.FromCheckpoint(folder["a.pth"], 32).Generator.Graph.Architecture);
        Assert.AreEqual("sub_mobile_resnet_9blocks", GeneratorImport.FromCheckpoint(folder["a.pth"], 32, "sub_mobile_resnet_9blocks", plan).Generator.Graph.Architecture);
        AssertEx.ThrowsWith<FormatException>(() => GeneratorImport.FromCheckpoint(folder["a.pth"], 32, "sub_mobile_resnet_9blocks"), "needs a channel plan");
        AssertEx.ThrowsWith<FormatException>(
            () => GeneratorImport.FromCheckpoint(folder["a.pth"], 32, "resnet_9blocks", network: new() { BaseWidth = 2 }),
            "a.pth' cannot be imported", "Missing (36): model.10.conv_block.1.weight", "Unexpected (72): model.10.conv_block.1.conv.0.weight");
    }

    [TestMethod]
    public void FromCheckpoint_WeightsThatDoNotFit_ListsEveryDifference()
    {
        using var folder = new TempFolder();
        WeightTable weights = DeterministicFill.Weights(GeneratorNetworks.ResNet(new() { BaseWidth = 2, Blocks = 1 }));
        PyTorchCheckpoint.Write(folder["a.pth"], new WeightTable(weights.Where(entry => entry.Key is not ("model.4.bias" or "model.7.bias"))
            .Select(entry => entry.Key == "model.1.bias" ? KeyValuePair.Create(entry.Key, WeightTensor.FromFloats([1], 1)) : entry)
            .Append(new("extra", WeightTensor.FromFloats([1], 1))).Append(new("more", WeightTensor.FromFloats([1], 1)))));

        AssertEx.ThrowsWith<FormatException>(
            () => GeneratorImport.FromCheckpoint(folder["a.pth"], 32),
            "a.pth' cannot be imported", "Missing (2): model.4.bias, model.7.bias", "Unexpected (2): extra, more", "Mismatched (1): model.1.bias (expected [2], got [1])");
    }

    [TestMethod]
    public void FromCheckpoint_NotAGenerator_SaysWhatWasExpected()
    {
        using var folder = new TempFolder();
        PyTorchCheckpoint.Write(folder["d.pth"], TestNetworks.TinyDiscriminator().Weights);

        AssertEx.ThrowsWith<FormatException>(() => GeneratorImport.FromCheckpoint(folder["d.pth"], 32), "d.pth' cannot be imported", "not those of a ResNet generator");
    }

    [TestMethod]
    [DataRow(NormKind.Instance)]
    [DataRow(NormKind.Batch)]
    public void FromCheckpoint_NamesWithoutPlaceForDropout_AreUnderstood(NormKind norm)
    {
        using var folder = new TempFolder();
        LayerGraph graph = GeneratorNetworks.ResNet(new() { BaseWidth = 2, Blocks = 6, Norm = norm });
        WeightTable weights = DeterministicFill.Weights(graph);
        var renamed = new List<KeyValuePair<string, WeightTensor>>(weights.Select(entry => KeyValuePair.Create(
            entry.Key.Replace(".conv_block.6.", ".conv_block.5.", StringComparison.Ordinal).Replace(".conv_block.7.", ".conv_block.6.", StringComparison.Ordinal), entry.Value)));
        // CycleGAN's first checkpoints carry statistics of their instance norms.
        if (norm == NormKind.Instance)
            renamed.Add(new("model.10.conv_block.6.running_mean", WeightTensor.FromFloats(new float[8], 8)));
        PyTorchCheckpoint.Write(folder["latest_net_G.pth"], new WeightTable(renamed));

        GeneratorModel model = GeneratorImport.FromCheckpoint(folder["latest_net_G.pth"], 32);

        Assert.AreEqual(graph.ToJson(), model.Generator.Graph.ToJson());
        TestNetworks.AssertEqual(weights, model.Generator.Weights);
        Assert.AreEqual(graph.ToJson(), GeneratorImport.FromCheckpoint(folder["latest_net_G.pth"], 32, new GeneratorImportOptions { Graph = graph }).Generator.Graph.ToJson());
    }

    [TestMethod]
    public void FromCheckpoint_SpectrallyNormalised_IsImportedOnRequest()
    {
        using var folder = new TempFolder();
        LayerGraph graph = GeneratorNetworks.ResNet(new() { BaseWidth = 2, Blocks = 1 });
        WeightTable weights = DeterministicFill.Weights(graph);
        WeightTensor stem = weights["model.1.weight"];
        float[] u = [1, 0];
        float[] v = [.. Enumerable.Repeat(0f, stem.Floats.Length / 2)];
        v[0] = 2;
        PyTorchCheckpoint.Write(folder["a.pth"], new WeightTable(weights.Where(entry => entry.Key != "model.1.weight").Concat(
            [new("model.1.weight_orig", stem), new("model.1.weight_u", WeightTensor.FromFloats(u, 2)), new("model.1.weight_v", WeightTensor.FromFloats(v, v.Length))])));

        AssertEx.ThrowsWith<FormatException>(() => GeneratorImport.FromCheckpoint(folder["a.pth"], 32), "spectrally normalised", "RemoveSpectralNorm");
        GeneratorModel model = GeneratorImport.FromCheckpoint(folder["a.pth"], 32, new GeneratorImportOptions { RemoveSpectralNorm = true });

        float sigma = 2 * stem.Floats[0];
        AssertEx.Close([.. stem.Floats.ToArray().Select(value => value / sigma)], model.Generator.Weights["model.1.weight"].Floats, 1e-5);
        Assert.AreEqual("True", model.Provenance[0].Options["RemoveSpectralNorm"]);
    }

    [TestMethod]
    public void FromCheckpoint_EntryOfPlainFormat_IsRefused()
    {
        using var folder = new TempFolder();
        Safetensors.Write(folder["a.safetensors"], TestNetworks.TinyGenerator().Weights);

        AssertEx.ThrowsWith<FormatException>(() => GeneratorImport.FromCheckpoint(folder["a.safetensors"], 32, new GeneratorImportOptions { Entry = "netG" }), "no entry 'netG'");
    }

    [TestMethod]
    public void FromCheckpoint_ImageSizeThatDoesNotFit_IsRefused()
    {
        using var folder = new TempFolder();
        PyTorchCheckpoint.Write(folder["a.pth"], TestNetworks.TinyGenerator().Weights);

        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => GeneratorImport.FromCheckpoint(folder["a.pth"], 0));
        Assert.ThrowsExactly<GraphException>(() => GeneratorImport.FromCheckpoint(folder["a.pth"], 2));
    }
}
