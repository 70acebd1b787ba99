using Microsoft.ML.Data;
using Microsoft.ML.Model;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms.Image;

public sealed class VectorToImageConvertingTransformer : OneToOneTransformerBase
{
    private readonly PixelLayout _layout;
    private readonly int[] _defaults;

    /// <param name="outputColumnName">The image column.</param>
    /// <param name="inputColumnName">The vector column.</param>
    /// <param name="imageHeight">Pixels.</param>
    /// <param name="imageWidth">Pixels.</param>
    /// <param name="layout">How the pixels lie in the vector.</param>
    /// <param name="defaults">The values of colours that the vector does not have: blue, green, red, alpha.</param>
    internal VectorToImageConvertingTransformer(string outputColumnName, string inputColumnName, int imageHeight, int imageWidth, PixelLayout layout, int[] defaults)
        : base(outputColumnName, inputColumnName)
    {
        Errors.CheckParam(imageWidth > 0, nameof(imageWidth), "Image width must be greater than zero");
        Errors.CheckParam(imageHeight > 0, nameof(imageHeight), "Image height must be greater than zero");
        Type = new ImageDataViewType(imageHeight, imageWidth);
        _layout = layout;
        _defaults = defaults;
    }

    internal ImageDataViewType Type { get; }

    internal static ITransformer Load(ModelReader reader)
    {
        string output = reader.ReadString();
        string input = reader.ReadString();
        int height = reader.ReadInt32();
        int width = reader.ReadInt32();
        PixelLayout layout = PixelLayout.Load(reader);
        return new VectorToImageConvertingTransformer(output, input, height, width, layout, [reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32()]);
    }

    internal static bool IsSupported(DataViewType itemType)
        => itemType == NumberDataViewType.Single || itemType == NumberDataViewType.Double || itemType == NumberDataViewType.Byte;

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetKind(ModelKinds.ConvertToImage);
        ctx.Write(OutputColumnName);
        ctx.Write(InputColumnName);
        ctx.Write(Type.Height);
        ctx.Write(Type.Width);
        _layout.Save(ctx);
        foreach (int value in _defaults)
        {
            ctx.Write(value);
        }
    }

    private protected override void CheckInput(DataViewSchema.Column input)
    {
        if (input.Type is not VectorDataViewType vector)
        {
            throw Mismatch("image", input.Type.ToString());
        }

        if (vector.Size != Type.Height * Type.Width * _layout.Planes)
        {
            throw Mismatch(new VectorDataViewType(vector.ItemType, Type.Height, Type.Width, _layout.Planes).ToString(), vector.ToString());
        }
    }

    private protected override DataViewSchema.DetachedColumn MakeOutput(DataViewSchema.Column input) => new(OutputColumnName, Type);

    private protected override Delegate MakeGetter(DataViewRow row, DataViewSchema.Column input, out Action disposer)
    {
        disposer = null;
        DataViewType itemType = ((VectorDataViewType)input.Type).ItemType;
        return itemType == NumberDataViewType.Single ? Getter(row.GetGetter<VBuffer<float>>(input), value => value)
            : itemType == NumberDataViewType.Double ? Getter(row.GetGetter<VBuffer<double>>(input), value => (float)value)
            : itemType == NumberDataViewType.Byte ? Getter(row.GetGetter<VBuffer<byte>>(input), value => value, isScaled: false)
            : throw new InvalidOperationException("We only support float, double or byte arrays");
    }

    private ValueGetter<MLImage> Getter<T>(ValueGetter<VBuffer<T>> getSource, Func<T, float> convert, bool isScaled = true)
    {
        int pixels = Type.Height * Type.Width;
        VBuffer<T> source = default;
        var values = new T[pixels * _layout.Planes];
        bool scales = isScaled && (_layout.Scale != 1 || _layout.Offset != 0);
        return (ref MLImage image) =>
        {
            getSource(ref source);
            if (source.GetValues().Length == 0)
            {
                image = null;
                return;
            }

            source.CopyTo(values);
            var data = new byte[pixels * 4];
            for (int channel = 0; channel < 4; channel++)
            {
                int plane = _layout.PlaneOf[channel];
                (int from, int step) = _layout.Positions(Math.Max(plane, 0), pixels);
                for (int to = channel; to < data.Length; to += 4, from += step)
                {
                    float value = plane < 0 ? _defaults[channel] : convert(values[from]);
                    data[to] = ToByte(value, scales, isAbsentAlpha: channel == 3 && plane < 0);
                }
            }

            image = MLImage.FromOwnedPixels(Type.Width, Type.Height, data);
            image.Tag = nameof(VectorToImageConvertingTransformer);
        };
    }

    // As in ML.NET: a value that needs no scaling is cut, not rounded, and with scaling an absent alpha becomes 0.
    private byte ToByte(float value, bool scales, bool isAbsentAlpha)
        => !scales ? unchecked((byte)(int)value) : isAbsentAlpha ? (byte)0 : unchecked((byte)(int)Math.Round((value * _layout.Scale) - _layout.Offset));
}
