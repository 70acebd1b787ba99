using System.Collections.Immutable;

namespace GanCompression;

/// <summary>
/// What a network costs for one image, in closed form over its graph. The published rule is the one behind the figures of
/// GAN Compression (torchprofile 0.0.x): convolutions, transposed ones included, count output elements × inputs per group × k²;
/// instance normalisation and mean pooling count one per output element; everything else is free (leaky rectifiers too:
/// tracing misses those that work in place, as they do in the reference's discriminators).
/// The exact rule counts the multiply-adds of convolutions only, transposed ones at the resolution of their input.
/// </summary>
public sealed class ComputeCost
{
    private ComputeCost(int height, int width, ImmutableArray<LayerCost> layers, long buffers, long normalisations)
    {
        ImageHeight = height;
        ImageWidth = width;
        Layers = layers;
        MultiplyAdds = layers.Sum(layer => layer.MultiplyAdds);
        MultiplyAddsWithoutNormalization = MultiplyAdds - normalisations;
        ExactMultiplyAdds = layers.Sum(layer => layer.ExactMultiplyAdds);
        Parameters = layers.Sum(layer => layer.Parameters);
        WeightBytes = sizeof(float) * (Parameters + buffers);
    }

    /// <summary>Height of the image in pixels.</summary>
    public int ImageHeight { get; }

    /// <summary>Width of the image in pixels.</summary>
    public int ImageWidth { get; }

    /// <summary>Multiply-adds per image by the published rule.</summary>
    public long MultiplyAdds { get; }

    /// <summary>Multiply-adds by the rule of torchprofile 0.1 and later, which counts no instance normalisation.</summary>
    public long MultiplyAddsWithoutNormalization { get; }

    /// <summary>Multiply-adds that the convolutions need.</summary>
    public long ExactMultiplyAdds { get; }

    /// <summary>Trainable parameters.</summary>
    public long Parameters { get; }

    /// <summary>Size of all weights and buffers in float32, in bytes.</summary>
    public long WeightBytes { get; }

    /// <summary>Cost of each node, in order.</summary>
    public ImmutableArray<LayerCost> Layers { get; }

    /// <summary>Prices a graph.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="height">Height of the image in pixels.</param>
    /// <param name="width">Width of the image in pixels.</param>
    /// <exception cref="GraphException">The network does not accept images of this size.</exception>
    public static ComputeCost Of(LayerGraph graph, int height, int width)
    {
        ArgumentNullException.ThrowIfNull(graph);
        IReadOnlyDictionary<string, TensorShape> shapes = graph.InferShapes(height, width);
        var layers = ImmutableArray.CreateBuilder<LayerCost>(graph.Nodes.Length);
        long buffers = 0;
        long normalisations = 0;
        foreach (LayerNode node in graph.Nodes)
        {
            TensorShape output = shapes[node.Name];
            (long published, long exact) = node.Layer switch
            {
                Conv2d conv => Both(output.Elements * (conv.InChannels / conv.Groups) * conv.KernelHeight * conv.KernelWidth),
                ConvTranspose2d conv => (
                    output.Elements * conv.InChannels * conv.Kernel * conv.Kernel,
                    shapes[node.Inputs[0]].Elements * conv.OutChannels * conv.Kernel * conv.Kernel),
                InstanceNorm2d or AvgPool2d or GlobalAvgPool2d => (output.Elements, 0L),
                _ => (0L, 0L),
            };
            if (node.Layer is InstanceNorm2d)
                normalisations += published;
            buffers += node.Layer.Parameters.Where(p => !p.IsTrainable).Sum(p => p.Elements);
            layers.Add(new LayerCost(node.Name, node.Layer.Kind, output, published, exact, node.Layer.Parameters.Where(p => p.IsTrainable).Sum(p => p.Elements)));
        }

        return new ComputeCost(height, width, layers.MoveToImmutable(), buffers, normalisations);

        static (long Published, long Exact) Both(long count) => (count, count);
    }
}
