using Microsoft.ML.Data;
using Microsoft.ML.Model;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms.Image;

public sealed class ImageResizingTransformer : OneToOneTransformerBase
{
    private readonly ImageResizingEstimator.ResizingKind _resizing;
    private readonly ImageResizingEstimator.Anchor _anchor;

    internal ImageResizingTransformer(
        string outputColumnName,
        string inputColumnName,
        int imageWidth,
        int imageHeight,
        ImageResizingEstimator.ResizingKind resizing,
        ImageResizingEstimator.Anchor anchor)
        : base(outputColumnName, inputColumnName)
    {
        Errors.CheckParam(imageWidth > 0, nameof(imageWidth));
        Errors.CheckParam(imageHeight > 0, nameof(imageHeight));
        Errors.CheckParam(Enum.IsDefined(resizing), nameof(resizing));
        Errors.CheckParam(Enum.IsDefined(anchor), nameof(anchor));
        Type = new ImageDataViewType(imageHeight, imageWidth);
        _resizing = resizing;
        _anchor = anchor;
    }

    internal ImageDataViewType Type { get; }

    internal static ITransformer Load(ModelReader reader)
        => new ImageResizingTransformer(
            reader.ReadString(),
            reader.ReadString(),
            reader.ReadInt32(),
            reader.ReadInt32(),
            (ImageResizingEstimator.ResizingKind)reader.ReadInt32(),
            (ImageResizingEstimator.Anchor)reader.ReadInt32());

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetKind(ModelKinds.ResizeImages);
        ctx.Write(OutputColumnName);
        ctx.Write(InputColumnName);
        ctx.Write(Type.Width);
        ctx.Write(Type.Height);
        ctx.Write((int)_resizing);
        ctx.Write((int)_anchor);
    }

    private protected override void CheckInput(DataViewSchema.Column input)
    {
        if (input.Type is not ImageDataViewType)
        {
            throw Mismatch("image", input.Type.ToString());
        }
    }

    private protected override DataViewSchema.DetachedColumn MakeOutput(DataViewSchema.Column input) => new(OutputColumnName, Type);

    private protected override Delegate MakeGetter(DataViewRow row, DataViewSchema.Column input, out Action disposer)
    {
        disposer = null;
        ValueGetter<MLImage> getSource = row.GetGetter<MLImage>(input);
        MLImage source = null;
        return (ValueGetter<MLImage>)((ref MLImage image) =>
        {
            image?.Dispose();
            getSource(ref source);
            if (source == null)
            {
                image = null;
            }
            else if (source.Width == Type.Width && source.Height == Type.Height)
            {
                image = source;
            }
            else
            {
                image = Resize(source);
                image.Tag = source.Tag;
            }
        });
    }

    private MLImage Resize(MLImage source)
    {
        if (_resizing == ImageResizingEstimator.ResizingKind.Fill)
        {
            return ImageResampler.Nearest(source, Type.Width, Type.Height);
        }

        float widthRatio = (float)Type.Width / source.Width;
        float heightRatio = (float)Type.Height / source.Height;
        bool isWide = heightRatio < widthRatio;
        bool pad = _resizing == ImageResizingEstimator.ResizingKind.IsoPad;
        float ratio = pad == isWide ? heightRatio : widthRatio;

        // One direction fits exactly; in the other the image is shorter (padding) or longer (cropping) than its place.
        float freeWidth = ratio == widthRatio ? 0 : Type.Width - (source.Width * ratio);
        float freeHeight = ratio == heightRatio ? 0 : Type.Height - (source.Height * ratio);
        ImageResizingEstimator.Anchor anchor = pad ? ImageResizingEstimator.Anchor.Center : _anchor;
        int left = anchor switch
        {
            ImageResizingEstimator.Anchor.Left => 0,
            ImageResizingEstimator.Anchor.Right => (int)freeWidth,
            _ => (int)(freeWidth / 2),
        };
        int top = anchor switch
        {
            ImageResizingEstimator.Anchor.Top => 0,
            ImageResizingEstimator.Anchor.Bottom => (int)freeHeight,
            _ => (int)(freeHeight / 2),
        };
        int drawnWidth = Math.Max(1, (int)(source.Width * ratio));
        int drawnHeight = Math.Max(1, (int)(source.Height * ratio));
        return ImageResampler.Draw(source, Type.Width, Type.Height, left, top, drawnWidth, drawnHeight);
    }
}
