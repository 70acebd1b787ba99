using System.Diagnostics;
using GanCompression.Training;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms.Image;

namespace GanCompression.MLNet.Training;

/// <summary>The two image columns that a trainer learns from.</summary>
/// <param name="SourceColumnName">Column of the images to translate.</param>
/// <param name="TargetColumnName">Column of what they should be translated to.</param>
internal sealed record PairColumns(string SourceColumnName, string TargetColumnName)
{
    // Every generator halves its images twice.
    private const int SizeMultiple = 4;

    /// <summary>Checks both columns as far as their types tell.</summary>
    /// <returns>The type of the source column.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing, holds no images, or images that do not go with the options.</exception>
    public ImageDataViewType Check(IHost host, SchemaShape inputSchema, int? cropSize)
    {
        int multiple = cropSize is null ? SizeMultiple : 1;
        ImageDataViewType source = InputSchema.RequireImage(host, inputSchema, "source", SourceColumnName, multiple);
        ImageDataViewType target = InputSchema.RequireImage(host, inputSchema, "target", TargetColumnName, multiple);
        CheckCrop(host, inputSchema, "source", SourceColumnName, source, cropSize);
        CheckCrop(host, inputSchema, "target", TargetColumnName, target, cropSize);
        if (IsSized(source) && IsSized(target) && !source.Equals(target))
            throw InputSchema.Mismatch(host, inputSchema, "target", TargetColumnName, source.ToString(), target.ToString(), " Load or resize both columns at one size.");
        return source;
    }

    /// <summary>Reads all pairs once into a compact cache.</summary>
    /// <exception cref="InvalidOperationException">There are no rows, or a row has no image.</exception>
    /// <exception cref="ArgumentException">Images differ in size.</exception>
    public ImagePairCache Read(IChannel channel, IDataView data, long memoryBudgetBytes, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        DataViewSchema.Column sourceColumn = data.Schema[SourceColumnName];
        DataViewSchema.Column targetColumn = data.Schema[TargetColumnName];
        ImagePairCache? cache = null;
        try
        {
            using DataViewRowCursor cursor = data.GetRowCursor([sourceColumn, targetColumn]);
            ValueGetter<MLImage> getSource = cursor.GetGetter<MLImage>(sourceColumn);
            ValueGetter<MLImage> getTarget = cursor.GetGetter<MLImage>(targetColumn);
            MLImage sourceImage = null!;
            MLImage targetImage = null!;
            while (cursor.MoveNext())
            {
                cancellationToken.ThrowIfCancellationRequested();
                getSource(ref sourceImage);
                getTarget(ref targetImage);
                RgbImage source = Pixels(sourceImage, SourceColumnName, cursor.Position);
                RgbImage target = Pixels(targetImage, TargetColumnName, cursor.Position);
                cache ??= new ImagePairCache(source.Height, source.Width, memoryBudgetBytes);
                cache.Add(source, target);
            }

            if (cache is null)
                throw new InvalidOperationException($"Training needs at least one image pair, but the data has no rows in '{SourceColumnName}' and '{TargetColumnName}'.");
            channel.Info(MessageSensitivity.None, FormattableString.Invariant(
                $"Read {cache.Count} image pairs of {cache.Width}×{cache.Height} pixels in {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s ({cache.BytesInMemory} bytes in memory, {cache.BytesOnDisk} on disk)."));
            return cache;
        }
        catch
        {
            cache?.Dispose();
            throw;
        }
    }

    private static RgbImage Pixels(MLImage? image, string columnName, long row) =>
        image?.ToRgbImage() ?? throw new InvalidOperationException(FormattableString.Invariant($"Column '{columnName}' has no image in row {row}."));

    private static void CheckCrop(IHost host, SchemaShape inputSchema, string role, string name, ImageDataViewType image, int? cropSize)
    {
        if (cropSize is int size && IsSized(image) && (image.Height < size || image.Width < size))
        {
            throw InputSchema.Mismatch(host, inputSchema, role, name, FormattableString.Invariant($"Image of at least {size} by {size} pixels"), image.ToString(),
                " Load larger images, or lower ImageSize.");
        }
    }

    private static bool IsSized(ImageDataViewType image) => image.Height > 0 && image.Width > 0;
}
