using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace GanCompression;

/// <summary>
/// Weights for a narrower network out of a wider one of the same structure. Which channels go together is derived from the
/// graph, so any network of convolutions and norms can be pruned, not only the built-in ones.
/// </summary>
public static class ChannelPruning
{
    /// <summary>
    /// Takes the leading channels everywhere: how a sub-network is exported from the super-network that was trained with
    /// leading slices of its weights (GAN Compression, TPAMI 2022, §3.3). Gives exactly the same outputs.
    /// </summary>
    /// <param name="wide">The wide network.</param>
    /// <param name="narrow">The graph that wants weights: the same nodes with at most the same channels.</param>
    /// <returns>Weights for <paramref name="narrow"/>, in its order.</returns>
    /// <exception cref="GraphException">The graphs differ in more than their channels; the message names the first node.</exception>
    public static WeightTable LeadingSlices(Network wide, LayerGraph narrow) => Transfer(wide, narrow, isByImportance: false);

    /// <summary>
    /// Keeps the channels whose filters have the largest L1 norm, most important first, layer by layer on what the layers before
    /// kept; the trunk of residual blocks stays aligned. How a student starts from its teacher (GAN Compression, TPAMI 2022, §3.2).
    /// </summary>
    /// <param name="wide">The wide network.</param>
    /// <param name="narrow">The graph that wants weights: the same nodes with at most the same channels.</param>
    /// <returns>Weights for <paramref name="narrow"/>, in its order.</returns>
    /// <exception cref="GraphException">The graphs differ in more than their channels; the message names the first node.</exception>
    public static WeightTable ByImportance(Network wide, LayerGraph narrow) => Transfer(wide, narrow, isByImportance: true);

    private static WeightTable Transfer(Network wide, LayerGraph narrow, bool isByImportance)
    {
        ArgumentNullException.ThrowIfNull(wide);
        ArgumentNullException.ThrowIfNull(narrow);
        CheckStructure(wide.Graph, narrow);
        var groups = new ChannelGroups(narrow);
        var kept = new Dictionary<int, Selection>();
        foreach (GraphInput input in narrow.Inputs)
            kept[groups.Of(input.Name).Single()] = Selection.Leading(input.Channels, input.Channels);

        var entries = new List<KeyValuePair<string, WeightTensor>>(narrow.Parameters.Length);
        foreach (LayerNode node in narrow.Nodes)
        {
            if (node.Layer.Parameters.IsEmpty)
                continue;
            Selection inputs = Join(groups.Of(node.Inputs[0]).Select(group => kept[group]));
            CheckChannels(node, "input", wide.Graph.ChannelsOf(wide.Graph.Node(node.Name).Inputs[0]), inputs.Wide);
            WeightTensor weight = wide.Weights[node.ParameterName(node.Layer.Parameters[0].Name)];
            switch (node.Layer)
            {
                case Conv2d { IsDepthwise: true } or BatchNorm2d:
                    AddRows(node, inputs);
                    break;
                case Conv2d { Groups: 1 }:
                    weight = Gather(weight, 1, inputs.Indices);
                    AddConvolution(node, weight, outputDimension: 0);
                    break;
                case Conv2d conv:
                    // Channels that convolve in groups are fixed.
                    int group = groups.Of(node.Name).Single();
                    kept[group] = Choose(node, group, conv.OutChannels, wide.Graph.ChannelsOf(node.Name), weight, 0);
                    AddRows(node, kept[group]);
                    break;
                case ConvTranspose2d:
                    weight = Gather(weight, 0, inputs.Indices);
                    AddConvolution(node, weight, outputDimension: 1);
                    break;
                default:
                    throw new GraphException($"Node '{node.Name}' of '{narrow.Architecture}' is a {node.Layer.Kind}, which cannot be pruned.");
            }
        }

        return new WeightTable(entries).For(narrow);

        void AddConvolution(LayerNode node, WeightTensor weight, int outputDimension)
        {
            int group = groups.Of(node.Name).Single();
            int wideChannels = wide.Graph.ChannelsOf(node.Name);
            if (!kept.TryGetValue(group, out Selection? outputs))
                kept[group] = outputs = Choose(node, group, narrow.ChannelsOf(node.Name), wideChannels, weight, outputDimension);
            CheckChannels(node, "output", wideChannels, outputs.Wide);
            entries.Add(new(node.ParameterName("weight"), Gather(weight, outputDimension, outputs.Indices)));
            string bias = node.ParameterName("bias");
            if (wide.Weights.TryGetValue(bias, out WeightTensor? values))
                entries.Add(new(bias, Gather(values, 0, outputs.Indices)));
        }

        void AddRows(LayerNode node, Selection selection)
        {
            foreach (ParameterSpec spec in node.Layer.Parameters)
                entries.Add(new(node.ParameterName(spec.Name), Gather(wide.Weights[node.ParameterName(spec.Name)], 0, selection.Indices)));
        }

        Selection Choose(LayerNode node, int group, int narrowChannels, int wideChannels, WeightTensor weight, int outputDimension)
        {
            if (narrowChannels > wideChannels)
                throw new GraphException(FormattableString.Invariant($"Node '{node.Name}' has {narrowChannels} channels in the narrow network, but only {wideChannels} in the wide one."));
            if (groups.IsFixed(group) && narrowChannels < wideChannels)
            {
                throw new GraphException(FormattableString.Invariant(
                    $"Node '{node.Name}' has {wideChannels} channels in the wide network and {narrowChannels} in the narrow one, but they must be equal: its channels reach an input, the output or a grouped convolution."));
            }

            return isByImportance && !groups.IsFixed(group)
                ? new Selection(MostImportant(weight, outputDimension, narrowChannels), wideChannels)
                : Selection.Leading(narrowChannels, wideChannels);
        }
    }

    // Everything but the channels must be equal; only the clamp of the input and dropout may come and go.
    private static void CheckStructure(LayerGraph wide, LayerGraph narrow)
    {
        foreach (GraphInput input in narrow.Inputs)
        {
            if (!wide.Inputs.Contains(input))
                throw new GraphException(FormattableString.Invariant($"The narrow network '{narrow.Architecture}' has an input '{input.Name}' of {input.Channels} channels, which the wide network '{wide.Architecture}' lacks."));
        }

        foreach (LayerNode node in narrow.Nodes.Where(IsSignificant))
        {
            if (!wide.HasNode(node.Name))
                throw new GraphException($"Node '{node.Name}' of the narrow network '{narrow.Architecture}' does not exist in the wide network '{wide.Architecture}'.");
            LayerNode other = wide.Node(node.Name);
            if (!IsSameButForChannels(node.Layer, other.Layer))
                throw new GraphException($"Node '{node.Name}' may differ in its channels alone, but is {node.Layer} in the narrow network and {other.Layer} in the wide one.");
            if (!node.Inputs.Select(input => Significant(narrow, input)).SequenceEqual(other.Inputs.Select(input => Significant(wide, input))))
                throw new GraphException($"Node '{node.Name}' reads {string.Join(", ", node.Inputs)} in the narrow network and {string.Join(", ", other.Inputs)} in the wide one.");
        }

        LayerNode? missing = wide.Nodes.FirstOrDefault(node => IsSignificant(node) && !narrow.HasNode(node.Name));
        if (missing is not null)
            throw new GraphException($"Node '{missing.Name}' of the wide network '{wide.Architecture}' does not exist in the narrow network '{narrow.Architecture}'.");
        if (Significant(wide, wide.Output) != Significant(narrow, narrow.Output))
            throw new GraphException($"The output is '{narrow.Output}' in the narrow network and '{wide.Output}' in the wide one.");
    }

    private static bool IsSignificant(LayerNode node) => node.Layer is not (Clamp or Dropout);

    private static string Significant(LayerGraph graph, string value)
    {
        while (graph.HasNode(value) && !IsSignificant(graph.Node(value)))
            value = graph.Node(value).Inputs[0];
        return value;
    }

    private static bool IsSameButForChannels(Layer narrow, Layer wide) => (narrow, wide) switch
    {
        (Conv2d { IsDepthwise: true } a, Conv2d { IsDepthwise: true } b) => a with { InChannels = b.InChannels, OutChannels = b.OutChannels, Groups = b.Groups } == b,
        (Conv2d { Groups: 1 } a, Conv2d { Groups: 1 } b) => a with { InChannels = b.InChannels, OutChannels = b.OutChannels } == b,
        (ConvTranspose2d a, ConvTranspose2d b) => a with { InChannels = b.InChannels, OutChannels = b.OutChannels } == b,
        (BatchNorm2d a, BatchNorm2d b) => a with { Channels = b.Channels } == b,
        (InstanceNorm2d a, InstanceNorm2d b) => a with { Channels = b.Channels } == b,
        _ => narrow == wide,
    };

    private static void CheckChannels(LayerNode node, string side, int expected, int actual)
    {
        if (expected != actual)
            throw new GraphException(FormattableString.Invariant($"Node '{node.Name}' has {expected} {side} channels in the wide network, but what it is joined with there has {actual}."));
    }

    private static int[] MostImportant(WeightTensor weight, int dimension, int count)
    {
        (int outer, int extent, int inner) = Split(weight, dimension);
        ReadOnlySpan<float> values = weight.Floats;
        var norms = new double[extent];
        for (int o = 0, at = 0; o < outer; o++)
        {
            for (int e = 0; e < extent; e++)
            {
                for (int i = 0; i < inner; i++)
                    norms[e] += Math.Abs(values[at++]);
            }
        }

        // OrderByDescending is stable: of equal channels the first is kept.
        return [.. Enumerable.Range(0, extent).OrderByDescending(index => norms[index]).Take(count)];
    }

    private static WeightTensor Gather(WeightTensor tensor, int dimension, int[] indices)
    {
        (int outer, int extent, int inner) = Split(tensor, dimension);
        ImmutableArray<int> shape = tensor.Shape.SetItem(dimension, indices.Length);
        ReadOnlySpan<float> source = tensor.Floats;
        var bytes = new byte[sizeof(float) * outer * indices.Length * inner];
        Span<float> target = MemoryMarshal.Cast<byte, float>(bytes.AsSpan());
        for (int o = 0, at = 0; o < outer; o++)
        {
            foreach (int index in indices)
            {
                source.Slice((o * extent + index) * inner, inner).CopyTo(target[at..]);
                at += inner;
            }
        }

        return WeightTensor.Adopt(ElementType.Float32, bytes, shape);
    }

    private static (int Outer, int Extent, int Inner) Split(WeightTensor tensor, int dimension)
    {
        int outer = 1;
        int inner = 1;
        for (int i = 0; i < tensor.Shape.Length; i++)
        {
            if (i < dimension)
                outer *= tensor.Shape[i];
            else if (i > dimension)
                inner *= tensor.Shape[i];
        }

        return (outer, tensor.Shape[dimension], inner);
    }

    private static Selection Join(IEnumerable<Selection> selections)
    {
        var indices = new List<int>();
        int offset = 0;
        foreach (Selection selection in selections)
        {
            indices.AddRange(selection.Indices.Select(index => offset + index));
            offset += selection.Wide;
        }

        return new Selection([.. indices], offset);
    }

    /// <summary>Channels that are kept of a wide value.</summary>
    private sealed record Selection(int[] Indices, int Wide)
    {
        public static Selection Leading(int count, int wide) => new([.. Enumerable.Range(0, count)], wide);
    }
}
