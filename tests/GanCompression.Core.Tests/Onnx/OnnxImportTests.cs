using static GanCompression.Tests.Onnx.OnnxText;

namespace GanCompression.Tests.Onnx;

[TestClass]
public sealed class OnnxImportTests
{
    // Field numbers of a graph.
    private const int NodeField = 1;
    private const int NameField = 2;
    private const int TensorField = 5;
    private const int InputField = 11;
    private const int OutputField = 12;

    [TestMethod]
    [DynamicData(nameof(OnnxExportTests.Networks), typeof(OnnxExportTests))]
    public void Read_WhatTheExporterWrote_IsTheSameNetwork(string name, LayerGraph graph)
    {
        Network network = TestNetworks.With(graph);
        foreach (OnnxExportOptions options in (OnnxExportOptions[])[new() { Height = 32, Width = 40 }, new() { UseDynamicSize = true, UseDynamicBatch = true }])
        {
            OnnxNetwork read = OnnxImport.Read(Export(network, options));

            AssertSameNodes(graph, read.Network.Graph, name);
            TestNetworks.AssertEqual(network.Weights, read.Network.Weights);
            Assert.AreEqual(17, read.OperatorSet);
            Assert.AreEqual(graph.Inputs[0].Name, read.Inputs.Single().Name);
            Assert.AreEqual(options.UseDynamicSize ? "height" : "32", read.Inputs[0].Dimensions[2].ToString());
        }
    }

    [TestMethod]
    public void Read_NodeWithoutName_TakesThatOfItsValue()
    {
        byte[] relu = Message((1, "image"), (2, "y"), (4, "Relu"));

        Assert.AreEqual("y", Read(Graph(relu)).Network.Graph.Output);
    }

    [TestMethod]
    [DataRow(8)]
    [DataRow(17)]
    public void Read_ListsOfValuesAndConstantNodes_AreWeightsToo(long operatorSet)
    {
        byte[] bias = Message([(1, 2), (2, 1), (4, 0.5f), (4, -1f)]);
        byte[] constant = Message((2, "b"), (4, "Constant"), (5, Message((1, "value"), (5, bias), (20, 4))));
        byte[] same = Node("Identity", "b", "b2");
        byte[] conv = Node("Conv", "image,w,b2", "y");

        Network network = Read(Graph([constant, same, conv], [Tensor("w", [1, 2, 3, 4, 5, 6], 2, 3, 1, 1)], channels: 2, operatorSet: operatorSet)).Network;

        CollectionAssert.AreEqual(new[] { 0.5f, -1f }, network.Weights["node of y.bias"].Floats.ToArray());
        CollectionAssert.AreEqual(new[] { 1f, 2, 3, 4, 5, 6 }, network.Weights["node of y.weight"].Floats.ToArray());
    }

    [TestMethod]
    public void Read_WeightsListedAmongInputs_AreNoInputs()
    {
        byte[] model = Model(8, (NodeField, Node("Conv", "image,w", "y")), (TensorField, Tensor("w", [1, 1, 1], 1, 3, 1, 1)),
            (InputField, Value("image", 1, 3, 8, 8)), (InputField, Value("w", 1, 3, 1, 1)), (OutputField, Value("y", 1, 1, 8, 8)));

        Assert.AreEqual("image", Read(model).Network.Graph.Inputs.Single().Name);
    }

    [TestMethod]
    [DataRow(8, 8, 1, 0, 2)]
    [DataRow(9, 9, 1, 0, 0)]
    [DataRow(0, 0, 1, 0, 0)]
    [DataRow(8, 8, 0, 1, 0)]
    public void Read_PaddingThatDiffersBetweenSides_IsReadOnlyWhereItChangesNothing(int height, int width, int before, int after, int accepted)
    {
        byte[] conv = Node("Conv", "image,w", "y", Integers("strides", 2, 2), Integers("pads", before, before, after, after));
        byte[] model = Graph([conv], [Tensor("w", new float[27], 1, 3, 3, 3)], height, width, channels: 1, result: 0);

        if (accepted > 0)
            Assert.AreEqual(new Conv2d(3, 1, 3, 3, 2, before, before, 1, false), Read(model).Network.Graph.Nodes[0].Layer);
        else
            AssertEx.ThrowsWith<NotSupportedException>(() => Read(model), "'node of y' (Conv)", "pads [" + before, "same padding on both sides");
    }

    public static IEnumerable<object[]> Unsupported()
    {
        yield return [Graph(Node("Sigmoid", "image", "y")), "'node of y' (Sigmoid) is no operator that is read. Expected one of: Add, AveragePool"];
        yield return [Graph(Message((1, "image"), (2, "y"), (3, "mine"), (4, "Relu"), (7, "com.example"))), "'mine' (Relu) is an operator of 'com.example'"];
        yield return [Graph(Node("LeakyRelu", "image", "y", Integer("slope", 1))), "'node of y' (LeakyRelu) has the setting 'slope'"];
        yield return [Convolution(Integers("dilations", 2, 2)), "(Conv) has dilations [2, 2], but 1 is expected"];
        yield return [Convolution(Integers("strides", 1, 2)), "(Conv) has strides [1, 2], but the same"];
        yield return [Convolution(Text("auto_pad", "SAME_UPPER")), "(Conv) has auto_pad 'SAME_UPPER'"];
        yield return [Convolution(Integers("pads", -1, 0, 0, 0)), "(Conv) has pads [-1, 0, 0, 0]"];
        yield return [Graph(Node("MaxPool", "image", "y", Integers("kernel_shape", 2, 3))), "(MaxPool) has a window of 2×3"];
        yield return [Graph(Node("Concat", "image,image", "y", Integer("axis", 2))), "(Concat) joins values along axis 2, but 1 (channels) is expected"];
        yield return [Graph(Node("Pad", "image", "y")), "(Pad) pads by [] with mode 'constant'"];
        yield return [Graph([Node("Add", "image,w", "y")], [Tensor("w", [1], 1)]), "(Add) reads the stored tensor 'w' where a value computed from the image is expected"];
        yield return [Graph([Node("Relu", "image", "v"), Node("Conv", "image,v", "y")], []), "(Conv) reads 'v', which is computed from the image, where a stored tensor is expected"];
        yield return [Graph([Node("Conv", "image,w", "y")], [Tensor("w", new float[9], 1, 3, 3)]), "(Conv) has a weight of Float32[1, 3, 3], but 4 dimensions are expected"];
        yield return [Graph([Node("Conv", "image,w", "y")], [Message((1, 1), (1, 3), (1, 1), (1, 1), (2, 1), (8, "w"), (13, Message((1, "location"), (2, "w.bin"))), (14, 1))]), "the values of tensor 'w' lie in another file"];
        yield return [Graph([Node("Conv", "image,w", "y")], [Message((1, 1), (2, 8), (8, "w"))]), "tensor 'w' has elements of ONNX type 8"];
        yield return [Graph([Node("InstanceNormalization", "image,s,b", "y")], [Tensor("s", [1, 2, 1], 3), Tensor("b", [0, 0, 0], 3)]), "(InstanceNormalization) has a learned scale or bias"];
        yield return [Graph([Node("Relu", "image", "y")], [], operatorSet: 6), "version 6 of ONNX's operators, but 7 to 23"];
        yield return [Model(17, (NodeField, Node("Relu", "image", "y")), (InputField, TypedValue("image", 10, 1, 3, 8, 8)), (OutputField, Value("y", 1, 3, 8, 8))), "'image' has elements of ONNX type 10, but type 1 (float)"];
        yield return [Model(17, (NodeField, Node("Relu", "image", "y")), (InputField, Value("image", 1, 3, 8)), (OutputField, Value("y", 1, 3, 8))), "'image' has 3 dimensions, but batch, channels, height and width"];
        yield return [Model(17, (NodeField, Node("Relu", "image", "y")), (InputField, Value("image", 1, 0, 8, 8)), (OutputField, Value("y", 1, 3, 8, 8))), "input 'image' leaves its number of channels open"];
        yield return [Model(17, (NodeField, Node("Relu", "image", "y")), (InputField, Value("image", 1, 3, 8, 8)), (OutputField, Value("y", 1, 3, 8, 8)), (OutputField, Value("image", 1, 3, 8, 8))), "it has 2 outputs"];
    }

    [TestMethod]
    [DynamicData(nameof(Unsupported))]
    public void Read_WhatIsNotRead_IsNamed(byte[] model, string message) => AssertEx.ThrowsWith<NotSupportedException>(() => Read(model), "cannot be read", message);

    public static IEnumerable<object[]> Damaged()
    {
        yield return ["no such thing"u8.ToArray(), ""];
        yield return [Array.Empty<byte>(), "it holds no graph"];
        yield return [Message((7, Message((NodeField, Node("Relu", "image", "y"))))), "which version of ONNX's operators"];
        yield return [Model(17, (NodeField, Node("Relu", "image", "y")), (OutputField, Value("y", 1, 3, 8, 8))), "no inputs"];
        yield return [Graph([Node("Relu", "v", "y"), Node("Relu", "image", "v")], []), "'node of y' (Relu) reads 'v', which no node before it computes"];
        yield return [Graph([Node("Conv", "image,w", "y")], []), "(Conv) reads 'w', which is neither stored nor computed before it"];
        yield return [Graph([Node("Conv", "image", "y")], []), "(Conv) lacks its weight"];
        yield return [Graph([Node("Relu", "image", "y"), Node("Tanh", "image", "y")], []), "two of its values are called 'y'"];
        yield return [Graph([Node("Relu", "image", "z")], []), "its output 'y' is computed by none of its nodes"];
        yield return [Graph([Node("Identity", "image", "y")], []), "no nodes that compute anything"];
        yield return [Graph([Node("Conv", "image,w", "y")], [Tensor("w", [1, 2], 1, 3, 1, 1)]), "tensor 'w'", "needs 12 bytes, but has 8"];
        yield return [Graph([Node("Conv", "image,w", "y")], [Tensor("w", [], 1 << 30, 1 << 30, 4, 1)]), "tensor 'w'", "more elements than any file"];
        yield return [Graph([Node("Conv", "image,w", "y")], [Tensor("w", [], -1, 3, 1, 1)]), "tensor 'w' has an extent of -1"];
        yield return [Graph([Node("Conv", "image,w", "y")], [Tensor("w", new float[4], 1, 4, 1, 1)]), "'node of y'", "expects 4 input channels, but gets 3"];
        yield return [Graph([Node("Conv", "image,w", "y", Integer("group", 2))], [Tensor("w", new float[3], 1, 3, 1, 1)]), "(Conv) has 2 groups"];
        yield return [Graph([Node("Conv", "image,w", "y", Integer("group", 1L << 40))], [Tensor("w", new float[3], 1, 3, 1, 1)]), "(Conv) has group = 1099511627776"];
        yield return [Graph([Node("Conv", "image,w", "y", Integers("kernel_shape", 3, 3))], [Tensor("w", new float[3], 1, 3, 1, 1)]), "(Conv) has kernel_shape [3, 3], but its weight has [1, 1]"];
        yield return [Graph([Node("Conv", "image,w", "y", Text("group", "1"))], [Tensor("w", new float[3], 1, 3, 1, 1)]), "(Conv) has a setting 'group' of the kind String, but Int"];
        yield return [Graph([Node("Conv", "image,w", "y")], [Tensor("w", new float[3 * 81], 1, 3, 9, 9)]), "(Conv) conv2d with kernel 9 needs at least 9 pixels"];
        yield return [Graph([Node("Conv", "image,w", "y")], [Tensor("w", new float[12], 4, 3, 1, 1)]), "its output is y: Float32[1, 3, 8, 8], but its nodes compute 4×8×8"];
        yield return [Graph([Node("Relu", "image", "y")], [Tensor("w", [], 0), Tensor("w", [], 0)]), "two of its tensors are called 'w'"];
        yield return [Graph([Node("BatchNormalization", "image,s,b,b,b", "y")], [Tensor("s", [1, 1, 1], 3), Tensor("b", [1, 1], 2)]), "Mismatched (3)", "node of y.running_var (expected [3], got [2])"];
    }

    [TestMethod]
    [DynamicData(nameof(Damaged))]
    public void Read_DamagedFile_SaysWhatIsWrong(byte[] model, params string[] parts) => AssertEx.ThrowsWith<FormatException>(() => Read(model), ["is not a valid ONNX file", .. parts]);

    [TestMethod]
    public void Read_ByPath_NamesTheFile()
    {
        using var folder = new TempFolder();
        File.WriteAllBytes(folder["mine.onnx"], Graph(Node("Sigmoid", "image", "y")));

        AssertEx.ThrowsWith<NotSupportedException>(() => OnnxImport.Read(folder["mine.onnx"]), "mine.onnx");
    }

    [TestMethod]
    public void Read_EveryCutAndManyFlippedBits_NeverFailOtherwiseThanSaid()
    {
        var stream = Export(TestNetworks.With(DiscriminatorNetworks.PatchGan(new() { BaseWidth = 2, Layers = 1, Norm = NormKind.Batch })), new() { Height = 16, Width = 16 });
        byte[] whole = stream.ToArray();
        int refused = 0;
        for (int length = 0; length < whole.Length; length += length < 200 ? 1 : 7)
            refused += Refuses(whole[..length]) ? 1 : 0;
        Assert.IsGreaterThan(whole.Length / 10, refused);

        var random = new SeededRandom(3);
        refused = 0;
        for (int i = 0; i < 4000; i++)
        {
            byte[] flipped = [.. whole];
            flipped[random.NextInt(whole.Length)] ^= (byte)(1 << random.NextInt(8));
            refused += Refuses(flipped) ? 1 : 0;
        }

        Assert.IsGreaterThan(100, refused);

        static bool Refuses(byte[] bytes)
        {
            try
            {
                _ = Read(bytes);
                return false;
            }
            catch (Exception e) when (e is FormatException or NotSupportedException)
            {
                return true;
            }
        }
    }

    [TestMethod]
    public void Read_LengthThatLies_TakesNoMemory()
    {
        // A graph of a gigabyte, a tensor of nearly one in it, and then nothing.
        byte[] lie = [0x3A, 0x80, 0x80, 0x80, 0x80, 0x04, 0x2A, 0xF0, 0xFF, 0xFF, 0xFF, 0x03, 0x4A, 0xE0, 0xFF, 0xFF, 0xFF, 0x03, 1, 2, 3];
        long before = GC.GetAllocatedBytesForCurrentThread();

        AssertEx.ThrowsWith<FormatException>(() => OnnxImport.Read(new ForwardStream(new MemoryStream(lie))), "is not a valid ONNX file");
        AssertEx.ThrowsWith<FormatException>(() => Read(lie), "is not a valid ONNX file");

        Assert.IsLessThan(16L << 20, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [TestMethod]
    public void ReadTensors_UnknownOperators_DoNotMatter()
    {
        byte[] model = Graph([Node("Split", "image", "y")], [Tensor("mean", [1, 2, 3], 1, 3)]);

        WeightTable tensors = OnnxImport.ReadTensors(new MemoryStream(model));

        CollectionAssert.AreEqual(new[] { "mean" }, tensors.Keys.ToArray());
        CollectionAssert.AreEqual(new[] { 1f, 2, 3 }, tensors["mean"].Floats.ToArray());
        AssertEx.ThrowsWith<FormatException>(() => OnnxImport.ReadTensors(new MemoryStream(Graph([], [Tensor("w", [], 0), Tensor("w", [], 0)]))), "'w'");
    }

    private static OnnxNetwork Read(byte[] model) => OnnxImport.Read(new MemoryStream(model));

    private static MemoryStream Export(Network network, OnnxExportOptions options)
    {
        var stream = new MemoryStream();
        _ = OnnxExport.Write(network, stream, options);
        stream.Position = 0;
        return stream;
    }

    private static byte[] Graph(byte[] node) => Graph([node], []);

    private static byte[] Convolution(byte[] attribute) => Graph([Node("Conv", "image,w", "y", attribute)], [Tensor("w", new float[27], 1, 3, 3, 3)]);

    // A graph from the input "image" of three channels to the output "y"; result 0 leaves the size of the output open.
    private static byte[] Graph(byte[][] nodes, byte[][] tensors, int height = 8, int width = 8, int channels = 3, int result = 8, long operatorSet = 17) => Model(operatorSet,
        [(NameField, "graph"), .. nodes.Select(node => (NodeField, (object)node)), .. tensors.Select(tensor => (TensorField, (object)tensor)), (InputField, Value("image", 1, 3, height, width)), (OutputField, Value("y", 1, channels, result, result))]);

    private static void AssertSameNodes(LayerGraph expected, LayerGraph actual, string name)
    {
        LayerNode[] nodes = [.. expected.Nodes.Where(node => node.Layer is not Dropout)];
        CollectionAssert.AreEqual(nodes.Select(node => node.Name).ToArray(), actual.Nodes.Select(node => node.Name).ToArray(), name);
        CollectionAssert.AreEqual(nodes.Select(node => node.Layer).ToArray(), actual.Nodes.Select(node => node.Layer).ToArray(), name);
        Assert.AreEqual(expected.Output, actual.Output);
        Assert.AreEqual(expected.Architecture, actual.Architecture);
        Assert.AreEqual(expected.SizeMultiple, actual.SizeMultiple);
    }
}
