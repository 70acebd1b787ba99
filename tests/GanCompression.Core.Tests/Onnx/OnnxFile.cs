using System.Collections.Immutable;

namespace GanCompression.Tests.Onnx;

/// <summary>
/// Reads ONNX files with the field numbers of the ONNX schema, independently of what writes them, and checks them: every value
/// is computed before it is read, every operator has the inputs and attributes of operator set 17, shapes follow from each other.
/// </summary>
internal sealed class OnnxFile
{
    // Operator: smallest and largest number of inputs, and the attributes that it may have.
    private static readonly Dictionary<string, (int Min, int Max, string[] Attributes)> s_operators = new(StringComparer.Ordinal)
    {
        ["Conv"] = (2, 3, ["auto_pad", "dilations", "group", "kernel_shape", "pads", "strides"]),
        ["ConvTranspose"] = (2, 3, ["auto_pad", "dilations", "group", "kernel_shape", "output_padding", "output_shape", "pads", "strides"]),
        ["InstanceNormalization"] = (3, 3, ["epsilon"]),
        ["BatchNormalization"] = (5, 5, ["epsilon", "momentum", "training_mode"]),
        ["Relu"] = (1, 1, []),
        ["LeakyRelu"] = (1, 1, ["alpha"]),
        ["Tanh"] = (1, 1, []),
        ["Clip"] = (1, 3, []),
        ["Pad"] = (2, 3, ["mode"]),
        ["Add"] = (2, 2, []),
        ["Concat"] = (1, int.MaxValue, ["axis"]),
        ["Resize"] = (1, 4, ["coordinate_transformation_mode", "cubic_coeff_a", "exclude_outside", "extrapolation_value", "mode", "nearest_mode"]),
        ["Identity"] = (1, 1, []),
        ["MaxPool"] = (1, 1, ["auto_pad", "ceil_mode", "dilations", "kernel_shape", "pads", "storage_order", "strides"]),
        ["AveragePool"] = (1, 1, ["auto_pad", "ceil_mode", "count_include_pad", "kernel_shape", "pads", "strides"]),
        ["GlobalAveragePool"] = (1, 1, []),
        ["DepthToSpace"] = (1, 1, ["blocksize", "mode"]),
        ["Transpose"] = (1, 1, ["perm"]),
        ["Cast"] = (1, 1, ["to"]),
        ["Sub"] = (2, 2, []),
        ["Mul"] = (2, 2, []),
        ["Div"] = (2, 2, []),
        ["Min"] = (1, int.MaxValue, []),
        ["Greater"] = (2, 2, []),
        ["Where"] = (3, 3, []),
    };

    private OnnxFile(byte[] bytes)
    {
        ILookup<int, ProtobufField> model = ProtobufField.Parse(bytes).ToLookup(field => field.Number);
        IrVersion = model[1].Single().Integer;
        Producer = model[2].Single().Text;
        OperatorSet = model[8].Single().Message.Single(field => field.Number == 2).Integer;
        Metadata = model[14].ToDictionary(entry => entry.Message.Single(f => f.Number == 1).Text, entry => entry.Message.Single(f => f.Number == 2).Text, StringComparer.Ordinal);
        ILookup<int, ProtobufField> graph = model[7].Single().Message.ToLookup(field => field.Number);
        Nodes = [.. graph[1].Select(field => ReadNode(field.Message.ToLookup(f => f.Number)))];
        Initializers = graph[5].Select(field => ReadTensor(field.Message.ToLookup(f => f.Number))).ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        Inputs = [.. graph[11].Select(ReadValue)];
        Outputs = [.. graph[12].Select(ReadValue)];
        Values = graph[13].Select(ReadValue).ToDictionary(value => value.Name, StringComparer.Ordinal);
    }

    public long IrVersion { get; }

    public string Producer { get; }

    public long OperatorSet { get; }

    public IReadOnlyDictionary<string, string> Metadata { get; }

    public ImmutableArray<OnnxNode> Nodes { get; }

    public IReadOnlyDictionary<string, OnnxTensor> Initializers { get; }

    public ImmutableArray<(string Name, long Type, string Shape)> Inputs { get; }

    public ImmutableArray<(string Name, long Type, string Shape)> Outputs { get; }

    public IReadOnlyDictionary<string, (string Name, long Type, string Shape)> Values { get; }

    /// <summary>Reads and checks what was written.</summary>
    public static OnnxFile Read(byte[] bytes)
    {
        var file = new OnnxFile(bytes);
        file.Check();
        return file;
    }

    public OnnxNode Node(string name) => Nodes.Single(node => node.Name == name);

    /// <summary>Shapes of all values of a float network for an input of one size, derived from the operators alone.</summary>
    public Dictionary<string, long[]> InferShapes(long batch, long height, long width)
    {
        Dictionary<string, long[]> shapes = Inputs.ToDictionary(
            input => input.Name, input => (long[])[batch, long.Parse(input.Shape.Split(',')[1], System.Globalization.CultureInfo.InvariantCulture), height, width], StringComparer.Ordinal);
        foreach (OnnxNode node in Nodes)
            shapes[node.Output] = InferShape(node, shapes);
        return shapes;
    }

    private long[] InferShape(OnnxNode node, Dictionary<string, long[]> shapes)
    {
        long[] x = shapes[node.Inputs[0]];
        switch (node.Operator)
        {
            case "Conv":
                long[] weight = Initializers[node.Inputs[1]].Shape;
                Assert.AreEqual(x[1], weight[1] * (long)node.Attributes.GetValueOrDefault("group", 1L), $"Channels of '{node.Name}'.");
                return [x[0], weight[0], Windows(0), Windows(1)];
            case "MaxPool" or "AveragePool":
                return [x[0], x[1], Windows(0), Windows(1)];
            case "ConvTranspose":
                Assert.AreEqual(x[1], Initializers[node.Inputs[1]].Shape[0], $"Channels of '{node.Name}'.");
                return [x[0], Initializers[node.Inputs[1]].Shape[1], Enlarged(0), Enlarged(1)];
            case "Pad":
                long[] pads = Initializers[node.Inputs[1]].Integers;
                return [.. x.Select((extent, i) => pads[i] + extent + pads[i + 4])];
            case "Concat":
                return [x[0], node.Inputs.Sum(input => shapes[input][1]), x[2], x[3]];
            case "Resize":
                float[] scales = Initializers[node.Inputs[2]].Floats;
                return [.. x.Select((extent, i) => (long)(extent * scales[i]))];
            case "GlobalAveragePool":
                return [x[0], x[1], 1, 1];
            case "DepthToSpace":
                long block = (long)node.Attributes["blocksize"];
                Assert.AreEqual(0, x[1] % (block * block), $"Channels of '{node.Name}'.");
                return [x[0], x[1] / (block * block), x[2] * block, x[3] * block];
            case "Add":
                CollectionAssert.AreEqual(x, shapes[node.Inputs[1]], $"Inputs of '{node.Name}'.");
                return x;
            default:
                return x;
        }

        long Windows(int axis)
        {
            long span = x[axis + 2] + node.Integers("pads")[axis] + node.Integers("pads")[axis + 2] - node.Integers("kernel_shape")[axis];
            long stride = node.Integers("strides")[axis];
            return ((long)node.Attributes.GetValueOrDefault("ceil_mode", 0L) == 1 ? (span + stride - 1) / stride : span / stride) + 1;
        }

        long Enlarged(int axis) => node.Integers("strides")[axis] * (x[axis + 2] - 1) + node.Integers("output_padding")[axis] + node.Integers("kernel_shape")[axis]
            - node.Integers("pads")[axis] - node.Integers("pads")[axis + 2];
    }

    private void Check()
    {
        HashSet<string> known = [.. Inputs.Select(input => input.Name), .. Initializers.Keys];
        Assert.HasCount(Inputs.Length + Initializers.Count, known, "Names of inputs and initializers differ.");
        foreach (OnnxNode node in Nodes)
        {
            Assert.IsTrue(s_operators.TryGetValue(node.Operator, out (int Min, int Max, string[] Attributes) expected), $"'{node.Name}' is the unknown operator {node.Operator}.");
            Assert.IsInRange(expected.Min, expected.Max, node.Inputs.Count, $"Inputs of '{node.Name}' ({node.Operator}).");
            foreach (string input in node.Inputs.Where(input => input.Length > 0))
                Assert.Contains(input, known, $"'{node.Name}' reads '{input}' before it is computed.");
            foreach (string attribute in node.Attributes.Keys)
                Assert.Contains(attribute, expected.Attributes, $"'{node.Name}' ({node.Operator}) has an attribute that the operator does not know.");
            Assert.IsTrue(known.Add(node.Output), $"'{node.Output}' is computed twice.");
        }

        Assert.HasCount(Nodes.Length, Nodes.Select(node => node.Name).Distinct(StringComparer.Ordinal), "Names of nodes differ.");
        foreach ((string name, _, _) in Outputs)
            Assert.Contains(name, known, "An output is not computed.");
        HashSet<string> read = [.. Nodes.SelectMany(node => node.Inputs)];
        foreach (OnnxTensor tensor in Initializers.Values)
        {
            Assert.Contains(tensor.Name, read, $"Nothing reads '{tensor.Name}'.");
            Assert.AreEqual(tensor.Shape.Aggregate(1L, (product, extent) => product * extent) * (tensor.Type == 7 ? 8 : 4), tensor.Bytes.LongLength, $"Bytes of '{tensor.Name}'.");
        }
    }

    private static OnnxNode ReadNode(ILookup<int, ProtobufField> node) => new(
        node[3].Single().Text,
        node[4].Single().Text,
        [.. node[1].Select(input => input.Text)],
        node[2].Single().Text,
        node[5].Select(field => ReadAttribute(field.Message.ToLookup(f => f.Number))).ToDictionary(attribute => attribute.Key, attribute => attribute.Value, StringComparer.Ordinal));

    private static KeyValuePair<string, object> ReadAttribute(ILookup<int, ProtobufField> attribute) => new(attribute[1].Single().Text, attribute[20].Single().Integer switch
    {
        1 => attribute[2].Single().Single,
        2 => attribute[3].Single().Integer,
        3 => attribute[4].Single().Text,
        7 => attribute[8].Select(value => value.Integer).ToArray(),
        var type => throw new FormatException($"Unexpected type {type} of an attribute."),
    });

    private static OnnxTensor ReadTensor(ILookup<int, ProtobufField> tensor) => new(
        tensor[8].Single().Text, tensor[2].Single().Integer, [.. tensor[1].Select(extent => extent.Integer)], tensor[9].Single().Content.ToArray());

    private static (string Name, long Type, string Shape) ReadValue(ProtobufField field)
    {
        ILookup<int, ProtobufField> tensor = field.Message.Single(f => f.Number == 2).Message.Single(f => f.Number == 1).Message.ToLookup(f => f.Number);
        IEnumerable<string> dimensions = tensor[2].Single().Message.Select(dimension => dimension.Message.Single()).Select(value =>
            value.Number == 1 ? value.Integer.ToString(System.Globalization.CultureInfo.InvariantCulture) : value.Text);
        return (field.Message.Single(f => f.Number == 1).Text, tensor[1].Single().Integer, string.Join(',', dimensions));
    }
}
