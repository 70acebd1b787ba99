using Microsoft.ML.Data;
using Microsoft.ML.Model;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms.Image;

public sealed class ImagePixelExtractingTransformer : OneToOneTransformerBase
{
    private readonly PixelLayout _layout;
    private readonly bool _asFloat;

    internal ImagePixelExtractingTransformer(string outputColumnName, string inputColumnName, PixelLayout layout, bool asFloat)
        : base(outputColumnName, inputColumnName)
    {
        _layout = layout;
        _asFloat = asFloat;
    }

    internal NumberDataViewType ItemType => _asFloat ? NumberDataViewType.Single : NumberDataViewType.Byte;

    internal static ITransformer Load(ModelReader reader)
        => new ImagePixelExtractingTransformer(reader.ReadString(), reader.ReadString(), PixelLayout.Load(reader), reader.ReadBoolean());

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetKind(ModelKinds.ExtractPixels);
        ctx.Write(OutputColumnName);
        ctx.Write(InputColumnName);
        _layout.Save(ctx);
        ctx.Write(_asFloat);
    }

    private protected override void CheckInput(DataViewSchema.Column input)
    {
        if (input.Type is not ImageDataViewType image)
        {
            throw Mismatch("image", input.Type.ToString());
        }

        if (image.Height <= 0 || image.Width <= 0)
        {
            throw Mismatch("known-size image", "unknown-size image");
        }
    }

    private protected override DataViewSchema.DetachedColumn MakeOutput(DataViewSchema.Column input)
    {
        var image = (ImageDataViewType)input.Type;
        return new DataViewSchema.DetachedColumn(OutputColumnName, new VectorDataViewType(ItemType, _layout.Dimensions(image.Height, image.Width)));
    }

    private protected override Delegate MakeGetter(DataViewRow row, DataViewSchema.Column input, out Action disposer)
    {
        var type = (ImageDataViewType)input.Type;
        ValueGetter<MLImage> getSource = row.GetGetter<MLImage>(input);
        float scale = _layout.Scale;
        float offset = _layout.Offset;
        return _asFloat
            ? Getter<float>(getSource, type, value => (value - offset) * scale, out disposer)
            : Getter<byte>(getSource, type, value => value, out disposer);
    }

    private ValueGetter<VBuffer<T>> Getter<T>(ValueGetter<MLImage> getSource, ImageDataViewType type, Func<byte, T> convert, out Action disposer)
    {
        MLImage source = null;
        disposer = () =>
        {
            source?.Dispose();
            source = null;
        };

        // Eight bits have few values: each is converted once.
        T[] converted = Enumerable.Range(0, 256).Select(value => convert((byte)value)).ToArray();
        int pixels = type.Height * type.Width;
        int size = pixels * _layout.Planes;
        return (ref VBuffer<T> vector) =>
        {
            getSource(ref source);
            if (source == null)
            {
                vector = new VBuffer<T>(size, 0, [], []);
                return;
            }

            Errors.Check(
                source.Height == type.Height && source.Width == type.Width,
                $"The image has {source.Height} x {source.Width} pixels (height x width), but its column '{InputColumnName}' has type {type}.");
            VBufferEditor<T> editor = VBufferEditor.Create(ref vector, size);
            ReadOnlySpan<byte> data = source.Pixels;
            bool isRgba = source.PixelFormat == MLPixelFormat.Rgba32;
            for (int channel = 0; channel < 4; channel++)
            {
                if (_layout.PlaneOf[channel] < 0)
                {
                    continue;
                }

                (int to, int step) = _layout.Positions(_layout.PlaneOf[channel], pixels);
                for (int from = isRgba && channel != 3 ? 2 - channel : channel; from < data.Length; from += 4, to += step)
                {
                    editor.Values[to] = converted[data[from]];
                }
            }

            vector = editor.Commit();
        };
    }
}
