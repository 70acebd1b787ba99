namespace GanCompression;

/// <summary>What an exported ONNX file accepts and how it is written.</summary>
public sealed record OnnxExportOptions
{
    /// <summary>Height of the images in pixels.</summary>
    /// <value>Default null: the model's own size. A size that the network accepts; not together with <see cref="UseDynamicSize"/>.</value>
    public int? Height { get; init; }

    /// <summary>Width of the images in pixels.</summary>
    /// <value>Default null: the model's own size. A size that the network accepts; not together with <see cref="UseDynamicSize"/>.</value>
    public int? Width { get; init; }

    /// <summary>Whether the caller decides height and width with every image. They must be multiples of the graph's <see cref="LayerGraph.SizeMultiple"/>.</summary>
    /// <value>Default false. Some runtimes, above all on phones, only take fixed sizes.</value>
    public bool UseDynamicSize { get; init; }

    /// <summary>Whether the caller decides how many images go in at once.</summary>
    /// <value>Default false: one.</value>
    public bool UseDynamicBatch { get; init; }

    /// <summary>
    /// Whether the file takes and gives 8-bit images (batch, height, width, 3 in the order red, green, blue) instead of planes of
    /// floating-point numbers. Encoding and rounding inside are those of <see cref="RgbImage.ToPlanes"/> and <see cref="RgbImage.FromPlanes"/>.
    /// </summary>
    /// <value>Default false. Only for generators from three channels to three.</value>
    public bool HasImageProcessing { get; init; }

    /// <summary>
    /// Whether layers are written in an equivalent form that ONNX Runtime computes faster on a processor: a convolution with a large
    /// kernel and few channels, as at the end of every generator, becomes one of stride 2 followed by DepthToSpace. Results are equal
    /// up to rounding. A layer is left as it is where the form does not hold for the image size.
    /// </summary>
    /// <value>Default false: one operator per layer, weights as in the model.</value>
    public bool UseOnnxRuntimeRewrites { get; init; }
}
