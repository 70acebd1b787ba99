using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using Microsoft.ML.Transforms.Image;

namespace Microsoft.ML.Model;

/// <summary>The kinds of transformers that a model file may hold, and how each is loaded.</summary>
internal static class ModelKinds
{
    public const string Chain = "chain";
    public const string CopyColumns = "copy columns";
    public const string SelectColumns = "select columns";
    public const string Concatenate = "concatenate";
    public const string MapValue = "map value";
    public const string CustomMapping = "custom mapping";
    public const string LoadImages = "load images";
    public const string ResizeImages = "resize images";
    public const string ExtractPixels = "extract pixels";
    public const string ConvertToImage = "convert to image";

    private static readonly Dictionary<string, Func<ModelReader, ITransformer>> s_loaders = new()
    {
        [Chain] = TransformerChainFormat.Load,
        [CopyColumns] = ColumnCopyingTransformer.Load,
        [SelectColumns] = ColumnSelectingTransformer.Load,
        [Concatenate] = ColumnConcatenatingTransformer.Load,
        [MapValue] = ValueMappingTransformer.Load,
        [CustomMapping] = CustomMappingFormat.Load,
        [LoadImages] = ImageLoadingTransformer.Load,
        [ResizeImages] = ImageResizingTransformer.Load,
        [ExtractPixels] = ImagePixelExtractingTransformer.Load,
        [ConvertToImage] = VectorToImageConvertingTransformer.Load,
    };

    public static Func<ModelReader, ITransformer> Find(string kind)
        => s_loaders.TryGetValue(kind, out Func<ModelReader, ITransformer> loader)
            ? loader
            : throw new InvalidDataException($"The model holds a transformer of the unknown kind '{kind}'.");
}
