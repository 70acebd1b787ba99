using System.Numerics.Tensors;

namespace GanCompression.Quality;

/// <summary>How a feature network wants to see an image: its size, the order of its planes, the range of its values and what is subtracted from them.</summary>
/// <remarks>A value of the network's input is <see cref="Scale"/> × value from 0 to 255 − <see cref="Mean"/>.</remarks>
public sealed record FeatureInput
{
    /// <summary>Height and width in pixels to which images are resized by <see cref="RgbImage.Resize"/>.</summary>
    /// <value>Default null: the image's own size. From 1 to <see cref="RgbImage.MaxExtent"/>.</value>
    public int? Size { get; init; }

    /// <summary>Whether the planes are blue, green, red, as in networks that come from Caffe and CNTK.</summary>
    /// <value>Default false: red, green, blue.</value>
    public bool IsBlueFirst { get; init; }

    /// <summary>Factor on values from 0 to 255.</summary>
    /// <value>Default 1. A finite number other than 0.</value>
    public float Scale { get; init; } = 1;

    /// <summary>What is subtracted after scaling, in the order of the network's planes: three values, or an image of 3 × <see cref="Size"/> × <see cref="Size"/>.</summary>
    /// <value>Default null: nothing.</value>
    public WeightTensor? Mean { get; init; }

    /// <summary>Throws unless the settings go together.</summary>
    /// <exception cref="ArgumentException">The size or scale is out of its range, or the mean is neither three numbers nor an image of the size.</exception>
    public void Validate()
    {
        if (Size is < 1 or > RgbImage.MaxExtent)
            throw new ArgumentException(FormattableString.Invariant($"Size must be from 1 to {RgbImage.MaxExtent}, but is {Size}."));
        if (!float.IsFinite(Scale) || Scale == 0)
            throw new ArgumentException(FormattableString.Invariant($"Scale must be a finite number other than 0, but is {Scale}."));
        bool fits = Mean is null || (Mean.ElementType == ElementType.Float32 && (Mean.Shape is [3] || (Size is { } size && Mean.Shape is [3, var height, var width] && height == size && width == size)));
        if (!fits)
        {
            string image = Size is { } extent ? FormattableString.Invariant($"Float32[3, {extent}, {extent}]") : "Float32[3, size, size] together with Size";
            throw new ArgumentException($"Mean must be Float32[3] or {image}, but is {Mean}.");
        }
    }

    /// <summary>Size at which the network sees an image.</summary>
    internal (int Height, int Width) SizeOf(RgbImage image) => (Size ?? image.Height, Size ?? image.Width);

    /// <summary>Writes an image as three planes.</summary>
    internal void Prepare(RgbImage image, Span<float> planes)
    {
        (int height, int width) = SizeOf(image);
        ReadOnlySpan<byte> pixels = image.Resize(width, height).Pixels;
        ReadOnlySpan<float> mean = Mean is null ? [] : Mean.Floats;
        int count = height * width;
        for (int plane = 0; plane < 3; plane++)
        {
            int channel = IsBlueFirst ? 2 - plane : plane;
            Span<float> target = planes.Slice(plane * count, count);
            for (int i = 0; i < count; i++)
                target[i] = Scale * pixels[3 * i + channel];
            if (mean.Length > 3)
                TensorPrimitives.Subtract(target, mean.Slice(plane * count, count), target);
            else if (mean.Length == 3)
                TensorPrimitives.Subtract(target, mean[plane], target);
        }
    }
}
