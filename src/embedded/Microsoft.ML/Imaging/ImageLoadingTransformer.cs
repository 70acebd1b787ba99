using Microsoft.ML.Model;
using Microsoft.ML.Transforms.Image;

namespace Microsoft.ML.Data;

public sealed class ImageLoadingTransformer : OneToOneTransformerBase
{
    public readonly string ImageFolder;

    internal ImageLoadingTransformer(string outputColumnName, string inputColumnName, string imageFolder, bool asImage)
        : base(outputColumnName, inputColumnName)
    {
        AsImage = asImage;
        if (!string.IsNullOrEmpty(imageFolder))
        {
            ImageFolder = Directory.Exists(imageFolder) ? Path.GetFullPath(imageFolder) : throw new ArgumentException($"Directory \"{imageFolder}\" does not exist.");
        }
    }

    internal bool AsImage { get; }

    internal static ITransformer Load(ModelReader reader)
        => new ImageLoadingTransformer(reader.ReadString(), reader.ReadString(), reader.ReadString(), reader.ReadBoolean());

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetKind(ModelKinds.LoadImages);
        ctx.Write(OutputColumnName);
        ctx.Write(InputColumnName);
        ctx.Write(ImageFolder ?? string.Empty);
        ctx.Write(AsImage);
    }

    private protected override void CheckInput(DataViewSchema.Column input)
    {
        if (input.Type is not TextDataViewType)
        {
            throw Mismatch(TextDataViewType.Instance.ToString(), input.Type.ToString());
        }
    }

    private protected override DataViewSchema.DetachedColumn MakeOutput(DataViewSchema.Column input)
        => new(OutputColumnName, AsImage ? new ImageDataViewType() : new VectorDataViewType(NumberDataViewType.Byte));

    private protected override Delegate MakeGetter(DataViewRow row, DataViewSchema.Column input, out Action disposer)
    {
        ValueGetter<ReadOnlyMemory<char>> getPath = row.GetGetter<ReadOnlyMemory<char>>(input);
        ReadOnlyMemory<char> path = default;
        disposer = null;
        if (!AsImage)
        {
            return (ValueGetter<VBuffer<byte>>)((ref VBuffer<byte> bytes) =>
            {
                getPath(ref path);
                byte[] content = path.Length == 0 ? [] : File.ReadAllBytes(FullPath(path));
                bytes = new VBuffer<byte>(content.Length, content);
            });
        }

        MLImage last = null;
        disposer = () =>
        {
            last?.Dispose();
            last = null;
        };

        // As in ML.NET, the image handed in is disposed, and the last image with the cursor.
        return (ValueGetter<MLImage>)((ref MLImage image) =>
        {
            image?.Dispose();
            image = null;
            getPath(ref path);
            if (path.Length > 0)
            {
                string file = FullPath(path);
                image = Read(file);
                image.Tag = file;
            }

            last = image;
        });
    }

    private static MLImage Read(string file)
    {
        using FileStream stream = File.OpenRead(file);
        try
        {
            return MLImage.CreateFromStream(stream);
        }
        catch (ArgumentException exception) when (exception.InnerException is FormatException)
        {
            throw new ArgumentException($"The image '{file}' cannot be read: {exception.InnerException.Message}", exception);
        }
    }

    private string FullPath(ReadOnlyMemory<char> path) => string.IsNullOrWhiteSpace(ImageFolder) ? path.ToString() : Path.Combine(ImageFolder, path.ToString());
}
