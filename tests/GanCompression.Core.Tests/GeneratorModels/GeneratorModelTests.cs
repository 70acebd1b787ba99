using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;

namespace GanCompression.Tests;

[TestClass]
public class GeneratorModelTests
{
    private static byte[] Save(GeneratorModel model, bool includeDiscriminator = true)
    {
        using var stream = new MemoryStream();
        model.Save(stream, includeDiscriminator);
        return stream.ToArray();
    }

    /// <summary>The model's file with one entry changed; null removes it.</summary>
    private static byte[] With(byte[] file, string entryName, Func<byte[], byte[]?> change)
    {
        using var source = new ZipArchive(new MemoryStream(file), ZipArchiveMode.Read);
        using var target = new MemoryStream();
        using (var archive = new ZipArchive(target, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (ZipArchiveEntry entry in source.Entries)
            {
                using var content = new MemoryStream();
                using (Stream stream = entry.Open())
                    stream.CopyTo(content);
                byte[]? bytes = entry.FullName == entryName ? change(content.ToArray()) : content.ToArray();
                if (bytes is null)
                    continue;
                using Stream copy = archive.CreateEntry(entry.FullName, CompressionLevel.Fastest).Open();
                copy.Write(bytes);
            }
        }

        return target.ToArray();
    }

    private static byte[] WithManifest(Action<JsonNode> change) => With(Save(TestNetworks.TinyModel()), "model.json", bytes =>
    {
        JsonNode json = JsonNode.Parse(bytes)!;
        change(json);
        return Encoding.UTF8.GetBytes(json.ToJsonString());
    });

    private static void AssertRefused(byte[] file, params string[] parts)
    {
        using var folder = new TempFolder();
        File.WriteAllBytes(folder["bad.gcm"], file);
        AssertEx.ThrowsWith<FormatException>(() => GeneratorModel.Load(folder["bad.gcm"]), ["bad.gcm", .. parts]);
    }

    [TestMethod]
    public void Load_WhatSaveWrote_GivesEqualModelAndEqualBytes()
    {
        using var folder = new TempFolder();
        GeneratorModel model = TestNetworks.TinyModel();

        model.Save(folder["a.gcm"]);
        GeneratorModel loaded = GeneratorModel.Load(folder["a.gcm"]);
        loaded.Save(folder["b.gcm"]);

        Assert.AreEqual(model.Generator.Graph.ToJson(), loaded.Generator.Graph.ToJson());
        Assert.AreEqual(model.Discriminator!.Graph.ToJson(), loaded.Discriminator!.Graph.ToJson());
        TestNetworks.AssertEqual(model.Generator.Weights, loaded.Generator.Weights);
        TestNetworks.AssertEqual(model.Discriminator.Weights, loaded.Discriminator.Weights);
        Assert.AreEqual((32, ImageEncoding.RgbSigned), (loaded.ImageSize, loaded.Encoding));
        Assert.HasCount(2, loaded.Provenance);
        StageRecord first = loaded.Provenance[0];
        Assert.AreEqual(("Pix2Pix", long.MinValue, 1.5, 32, 123_456_789_012, 42), (first.Stage, first.Seed, first.DurationSeconds, first.ImageSize, first.MultiplyAddsAfter, first.ParametersAfter));
        Assert.AreEqual("Straße \"1\"", first.Options["Name"]);
        Assert.AreEqual(double.PositiveInfinity, first.Metrics["Psnr"]);
        Assert.IsTrue(double.IsNaN(first.Metrics["Unknown"]));
        Assert.IsNull(first.MultiplyAddsBefore);
        Assert.AreEqual((7L, 8L), (loaded.Provenance[1].MultiplyAddsBefore, loaded.Provenance[1].ParametersBefore));
        CollectionAssert.AreEqual(File.ReadAllBytes(folder["a.gcm"]), File.ReadAllBytes(folder["b.gcm"]));
        CollectionAssert.AreEqual(new[] { "a.gcm", "b.gcm" }, folder.Names.ToArray());
    }

    [TestMethod]
    public void Load_Adaptors_GivesThemAndFilesWithoutThemLoadAsBefore()
    {
        GeneratorModel model = WithAdaptors();
        GeneratorModel loaded = GeneratorModel.Load(new MemoryStream(Save(model)));

        Assert.HasCount(2, loaded.Adaptors);
        for (int i = 0; i < 2; i++)
        {
            Assert.AreEqual((model.Adaptors[i].StudentNode, model.Adaptors[i].TeacherNode), (loaded.Adaptors[i].StudentNode, loaded.Adaptors[i].TeacherNode));
            Assert.AreEqual(model.Adaptors[i].Network.Graph.ToJson(), loaded.Adaptors[i].Network.Graph.ToJson());
            TestNetworks.AssertEqual(model.Adaptors[i].Network.Weights, loaded.Adaptors[i].Network.Weights);
        }

        CollectionAssert.AreEqual(Save(model), Save(loaded));
        CollectionAssert.AreEqual(Save(model.ForDeployment()), Save(model, includeDiscriminator: false));
        Assert.IsEmpty(GeneratorModel.Load(new MemoryStream(Save(model, includeDiscriminator: false))).Adaptors);
        Assert.IsFalse(Encoding.UTF8.GetString(Save(TestNetworks.TinyModel())).Contains("adaptor", StringComparison.Ordinal), "A model without adaptors is written as it always was.");
        Assert.IsEmpty(GeneratorModel.Load(new MemoryStream(Save(TestNetworks.TinyModel()))).Adaptors);
    }

    [TestMethod]
    public void Load_DamagedAdaptors_NamesWhatIsWrong()
    {
        byte[] file = Save(WithAdaptors());
        AssertRefused(With(file, "adaptors.safetensors", _ => null), "adaptors.safetensors");
        AssertRefused(Changed(json => json["adaptors"]![0]!["student"] = "nowhere"), "The adaptor for 'nowhere' does not fit", "which has no such node");
        AssertRefused(Changed(json => ((JsonObject)json["adaptors"]![0]!).Remove("graph")), "adaptor");
        AssertRefused(Changed(json => ((JsonArray)json["adaptors"]!).RemoveAt(0)), "adaptors.safetensors", "adaptor.weight");

        byte[] Changed(Action<JsonNode> change) => With(file, "model.json", bytes =>
        {
            JsonNode json = JsonNode.Parse(bytes)!;
            change(json);
            return Encoding.UTF8.GetBytes(json.ToJsonString());
        });
    }

    [TestMethod]
    public void Adaptor_LeadingChannels_TakesTheFirstInputs()
    {
        LayerGraph graph = FeatureAdaptor.GraphFor(3, 2);
        var adaptor = new FeatureAdaptor("a", "b", TestNetworks.With(graph));
        FeatureAdaptor narrow = adaptor.LeadingChannels(2);
        float[] wide = adaptor.Network.Weights["adaptor.weight"].Floats.ToArray();
        CollectionAssert.AreEqual(new[] { wide[0], wide[1], wide[3], wide[4] }, narrow.Network.Weights["adaptor.weight"].Floats.ToArray());
        CollectionAssert.AreEqual(adaptor.Network.Weights["adaptor.bias"].Floats.ToArray(), narrow.Network.Weights["adaptor.bias"].Floats.ToArray());
        Assert.AreSame(adaptor, adaptor.LeadingChannels(3));
        _ = Assert.ThrowsExactly<GraphException>(() => adaptor.LeadingChannels(4));
    }

    private static GeneratorModel WithAdaptors()
    {
        GeneratorModel model = TestNetworks.TinyModel();
        LayerGraph generator = model.Generator.Graph;
        IEnumerable<FeatureAdaptor> adaptors = generator.Nodes.Take(2).Select((node, i) => new FeatureAdaptor(node.Name, $"teacher.{i}", TestNetworks.With(FeatureAdaptor.GraphFor(generator.ChannelsOf(node.Name), 5 + i))));
        return new GeneratorModel(model.Generator, model.ImageSize, model.Discriminator, model.Provenance, model.Encoding, adaptors);
    }

    [TestMethod]
    public void Save_WithoutDiscriminator_EqualsTheModelForDeployment()
    {
        GeneratorModel model = TestNetworks.TinyModel();

        CollectionAssert.AreEqual(Save(model.ForDeployment()), Save(model, includeDiscriminator: false));
        Assert.IsNull(GeneratorModel.Load(new MemoryStream(Save(model, includeDiscriminator: false))).Discriminator);
    }

    [TestMethod]
    public void Save_ForwardOnlyStream_CanBeLoaded()
    {
        using var stream = new MemoryStream();
        using (var compressing = new GZipStream(stream, CompressionLevel.Fastest, leaveOpen: true))
            TestNetworks.TinyModel().Save(compressing);
        stream.Position = 0;
        using var content = new MemoryStream();
        using (var expanding = new GZipStream(stream, CompressionMode.Decompress))
            expanding.CopyTo(content);
        content.Position = 0;

        TestNetworks.AssertEqual(TestNetworks.TinyGenerator().Weights, GeneratorModel.Load(content).Generator.Weights);
        Assert.IsTrue(content.CanRead, "The stream stays open.");
    }

    [TestMethod]
    public void Load_RecompressedFile_GivesTheModel()
    {
        byte[] file = With(Save(TestNetworks.TinyModel()), "none", bytes => bytes);

        TestNetworks.AssertEqual(TestNetworks.TinyGenerator().Weights, GeneratorModel.Load(new MemoryStream(file)).Generator.Weights);
    }

    [TestMethod]
    public void Load_ForwardOnlyStream_SaysWhatToDo() =>
        AssertEx.ThrowsWith<ArgumentException>(() => GeneratorModel.Load(new ForwardStream(new MemoryStream())), "seekable stream");

    [TestMethod]
    public void Load_MissingFile_NamesIt() => AssertEx.ThrowsWith<FileNotFoundException>(() => GeneratorModel.Load(Path.Combine(Path.GetTempPath(), "no-such.gcm")), "no-such.gcm");

    [TestMethod]
    public void Load_EveryTruncation_IsAFormatException()
    {
        byte[] file = Save(TestNetworks.TinyModel());

        for (int length = 0; length < file.Length; length += 13)
            Assert.ThrowsExactly<FormatException>(() => GeneratorModel.Load(new MemoryStream(file[..length])), $"{length} bytes");
    }

    [TestMethod]
    public void Load_EveryChangedByte_IsRefusedOrChangesNothing()
    {
        byte[] file = Save(TestNetworks.TinyModel());
        string fingerprint = TestNetworks.TinyGenerator().Weights.Fingerprint() + TestNetworks.TinyDiscriminator().Weights.Fingerprint();
        int refused = 0;

        for (int i = 0; i < file.Length; i += i < file.Length - 600 ? 11 : 1)
        {
            byte[] changed = [.. file];
            changed[i] ^= (byte)(1 << (i % 8));
            try
            {
                GeneratorModel model = GeneratorModel.Load(new MemoryStream(changed));
                Assert.AreEqual(fingerprint, model.Generator.Weights.Fingerprint() + model.Discriminator!.Weights.Fingerprint(), $"Byte {i}");
            }
            catch (FormatException)
            {
                refused++;
            }
        }

        Assert.IsGreaterThan(file.Length / 12, refused);
    }

    [TestMethod]
    public void Load_OtherFiles_NamesTheFileAndTheCure()
    {
        AssertRefused([.. "hello"u8], "is not a valid generator model (.gcm)", "zip directory", "make it anew");
        AssertRefused([], "zip directory");
        AssertRefused(With(Save(TestNetworks.TinyModel()), "model.json", _ => null), "has no entry 'model.json'");
        AssertRefused(With(Save(TestNetworks.TinyModel()), "weights.safetensors", _ => null), "has no entry 'weights.safetensors'");
        AssertRefused(With(Save(TestNetworks.TinyModel()), "discriminator.safetensors", _ => null), "has no entry 'discriminator.safetensors'");
    }

    [TestMethod]
    public void Load_WrongManifest_NamesTheProblem()
    {
        byte[] file = Save(TestNetworks.TinyModel());
        AssertRefused(With(file, "model.json", _ => [.. "garbage"u8]), "bad.gcm/model.json", "'g' is an invalid start");
        AssertRefused(With(file, "model.json", _ => [.. "null"u8]), "bad.gcm/model.json", "expected the format 'gancompression.generator', but it says ''");
        AssertRefused(With(file, "model.json", _ => [.. "[]"u8]), "bad.gcm/model.json");
        AssertRefused(With(file, "model.json", _ => [.. """{"format":"other","version":1}"""u8]), "but it says 'other'");
        AssertRefused(With(file, "model.json", _ => [.. """{"format":"gancompression.generator","version":1}"""u8]), "missing required properties");
        AssertRefused(WithManifest(json => json["version"] = 2), "has version 2 of the model format, but this library reads version 1", "Update GanCompression");
        AssertRefused(WithManifest(json => json["version"] = "x"), "bad.gcm/model.json");
        AssertRefused(WithManifest(json => json["generator"] = null), "names no generator");
        AssertRefused(WithManifest(json => json["encoding"] = "Bgr"), "model.json");
        AssertRefused(WithManifest(json => json["encoding"] = 17), "encoding");
        AssertRefused(WithManifest(json => json["imageSize"] = 0), "imageSize");
        AssertRefused(WithManifest(json => json["imageSize"] = 33), "multiples of 4");
        AssertRefused(WithManifest(json => json["imageSize"] = int.MaxValue), "imageSize");
        AssertRefused(WithManifest(json => json["provenance"]!.AsArray().Add(null)), "provenance");
        AssertRefused(WithManifest(json => json["provenance"]![0]!["stage"] = null), "stage");
        AssertRefused(WithManifest(json => json["provenance"] = "x"), "model.json");
        AssertRefused(WithManifest(json => json["generator"]!["output"] = "nowhere"), "names 'nowhere' as its output");
        AssertRefused(WithManifest(json => json["generator"]!["nodes"]![0]!["layer"]!["kind"] = "mystery"), "model.json", "mystery");
        AssertRefused(WithManifest(json => json["generator"]!["nodes"]![0]!["inputs"]![0] = null), "model.json");
        AssertRefused(WithManifest(json => json["generator"]!["nodes"]!.AsArray().Add(null)), "without a name, a layer or inputs");
        AssertRefused(WithManifest(json => json["generator"]!["inputs"]!.AsArray().Add(new JsonObject { ["name"] = "second", ["channels"] = 1 })), "has one input");
    }

    [TestMethod]
    public void Load_WeightsOfAnotherNetwork_ListsTheDifferences()
    {
        byte[] foreign = SafetensorsOf(TestNetworks.TinyDiscriminator().Weights);
        AssertRefused(With(Save(TestNetworks.TinyModel()), "weights.safetensors", _ => foreign), "bad.gcm/weights.safetensors", "Missing", "Unexpected", "model.0.weight");
    }

    [TestMethod]
    public void Load_WeightsLargerThanTheGraph_IsRefusedBeforeAllocating()
    {
        byte[] header = Encoding.UTF8.GetBytes("""{"a":{"dtype":"F32","shape":[500000000],"data_offsets":[0,2000000000]}}""");
        byte[] bomb = [.. BitConverter.GetBytes((long)header.Length), .. header, .. new byte[1000]];
        AssertRefused(With(Save(TestNetworks.TinyModel()), "weights.safetensors", _ => bomb), "weights.safetensors", "bytes of values for this network, but the header declares 2000000000");
    }

    [TestMethod]
    public void Load_GraphOfAbsurdSize_IsRefused()
    {
        AssertRefused(WithManifest(json => json["generator"]!["nodes"]![2]!["layer"]!["outChannels"] = int.MaxValue), "out_channels must be between");
        AssertRefused(WithManifest(json => json["generator"]!["nodes"]![2]!["layer"]!["groups"] = 0), "groups");
        AssertRefused(WithManifest(json => json["generator"]!["nodes"]![2]!["layer"]!["outChannels"] = 1e300), "model.json");
    }

    [TestMethod]
    public void Constructor_ImpossibleSizes_Throws()
    {
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ = new GeneratorModel(TestNetworks.TinyGenerator(), 0));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ = new GeneratorModel(TestNetworks.TinyGenerator(), int.MaxValue));
        AssertEx.ThrowsWith<GraphException>(() => _ = new GeneratorModel(TestNetworks.TinyGenerator(), 30), "multiples of 4", "30×30");
    }

    private static byte[] SafetensorsOf(WeightTable weights)
    {
        using var stream = new MemoryStream();
        Safetensors.Write(stream, weights);
        return stream.ToArray();
    }
}
