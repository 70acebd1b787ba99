namespace GanCompression;

/// <summary>
/// A 1×1 convolution that carries a feature of a student to the teacher's number of channels, so that the two can be compared while
/// the student is distilled (GAN Compression, TPAMI 2022, §3.1). Distillation trains it with the student; images are made without it.
/// </summary>
/// <param name="StudentNode">Name of the student's node whose value goes in.</param>
/// <param name="TeacherNode">Name of the teacher's node that the result is compared with.</param>
/// <param name="Network">A network of <see cref="GraphFor"/>.</param>
public sealed record FeatureAdaptor(string StudentNode, string TeacherNode, Network Network)
{
    private const string LayerName = "adaptor";
    private const string WeightName = $"{LayerName}.weight";

    /// <summary>The adaptor of a narrower student, out of the leading channels: what a sub-network of a supernet was trained with.</summary>
    /// <param name="channels">Channels of the narrower student's node, at least 1.</param>
    /// <exception cref="GraphException">The adaptor takes fewer channels.</exception>
    public FeatureAdaptor LeadingChannels(int channels)
    {
        int own = Network.Graph.Inputs[0].Channels;
        if (own == channels)
            return this;
        if (own < channels)
            throw new GraphException(FormattableString.Invariant($"The adaptor for '{StudentNode}' takes {own} channels, fewer than the {channels} of a student that should be narrower."));
        LayerGraph narrow = GraphFor(channels, Network.Graph.OutputChannels);
        ReadOnlySpan<float> wide = Network.Weights[WeightName].Floats;
        var weight = new float[channels * narrow.OutputChannels];
        for (int row = 0; row < narrow.OutputChannels; row++)
            wide.Slice(row * own, channels).CopyTo(weight.AsSpan(row * channels));
        return this with
        {
            Network = new Network(narrow, new WeightTable(Network.Weights.Select(entry => entry.Key == WeightName
                ? new KeyValuePair<string, WeightTensor>(WeightName, WeightTensor.FromFloats(weight, narrow.OutputChannels, channels, 1, 1))
                : entry))),
        };
    }

    /// <summary>The graph of an adaptor: one 1×1 convolution.</summary>
    /// <param name="studentChannels">Channels of the student's node.</param>
    /// <param name="teacherChannels">Channels of the teacher's node.</param>
    public static LayerGraph GraphFor(int studentChannels, int teacherChannels)
    {
        var graph = new LayerGraphBuilder(LayerName);
        return graph.Build(graph.Add(LayerName, Conv2d.Square(studentChannels, teacherChannels, 1), graph.Input("feature", studentChannels)));
    }
}
