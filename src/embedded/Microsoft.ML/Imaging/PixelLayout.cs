using Microsoft.ML.Model;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms.Image;

/// <summary>How the pixels of an image lie in a vector.</summary>
internal sealed class PixelLayout
{
    /// <param name="colors">The colours that the vector has.</param>
    /// <param name="order">Their order.</param>
    /// <param name="interleaved">Whether the colours of a pixel lie side by side; else each colour is a plane.</param>
    /// <param name="offset">A number that is subtracted.</param>
    /// <param name="scale">A factor.</param>
    public PixelLayout(ImagePixelExtractingEstimator.ColorBits colors, ImagePixelExtractingEstimator.ColorsOrder order, bool interleaved, float offset, float scale)
    {
        Errors.CheckParam(Enum.IsDefined(order), nameof(order), $"There is no order of colours {order}.");
        Errors.CheckParam(float.IsFinite(offset), "offsetImage");
        Errors.CheckParam(float.IsFinite(scale) && scale != 0, "scaleImage");
        Colors = colors;
        Order = order;
        Interleaved = interleaved;
        Offset = offset;
        Scale = scale;
        foreach (char letter in order.ToString())
        {
            (ImagePixelExtractingEstimator.ColorBits bit, int channel) = letter switch
            {
                'B' => (ImagePixelExtractingEstimator.ColorBits.Blue, 0),
                'G' => (ImagePixelExtractingEstimator.ColorBits.Green, 1),
                'R' => (ImagePixelExtractingEstimator.ColorBits.Red, 2),
                _ => (ImagePixelExtractingEstimator.ColorBits.Alpha, 3),
            };
            PlaneOf[channel] = colors.HasFlag(bit) ? Planes++ : -1;
        }

        Errors.CheckParam(Planes > 0, "colorsToExtract", "Need to use at least one color plane.");
    }

    public ImagePixelExtractingEstimator.ColorBits Colors { get; }

    public ImagePixelExtractingEstimator.ColorsOrder Order { get; }

    public bool Interleaved { get; }

    public float Offset { get; }

    public float Scale { get; }

    public int Planes { get; }

    /// <summary>For blue, green, red and alpha the position among the planes, or -1.</summary>
    public int[] PlaneOf { get; } = new int[4];

    public static PixelLayout Load(ModelReader reader)
        => new((ImagePixelExtractingEstimator.ColorBits)reader.ReadInt32(), (ImagePixelExtractingEstimator.ColorsOrder)reader.ReadInt32(), reader.ReadBoolean(), reader.ReadSingle(), reader.ReadSingle());

    public void Save(ModelSaveContext ctx)
    {
        ctx.Write((int)Colors);
        ctx.Write((int)Order);
        ctx.Write(Interleaved);
        ctx.Write(Offset);
        ctx.Write(Scale);
    }

    public int[] Dimensions(int height, int width) => Interleaved ? [height, width, Planes] : [Planes, height, width];

    /// <summary>Where in the vector one colour of the first pixel lies, and how far apart pixels are.</summary>
    public (int First, int Step) Positions(int plane, int pixels) => Interleaved ? (plane, Planes) : (plane * pixels, 1);
}
