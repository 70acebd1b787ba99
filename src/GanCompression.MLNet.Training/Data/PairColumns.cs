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
    /// <param name="host">Where errors are reported.</param>
    /// <param name="inputSchema">Shape of the data.</param>
    /// <param name="cropSize">Size of the crops that are trained on; null for whole images.</param>
    /// <param name="pairedCure">What to do about a target column that says it is unpaired; null where that is fine.</param>
    /// <returns>The type of the source column.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing, holds no images, or images that do not go with the options.</exception>
    public ImageDataViewType Check(IHost host, SchemaShape inputSchema, int? cropSize, string? pairedCure)
    {
        int multiple = cropSize is null ? SizeMultiple : 1;
        ImageDataViewType source = InputSchema.RequireImage(host, inputSchema, "source", SourceColumnName, multiple);
        ImageDataViewType target = InputSchema.RequireImage(host, inputSchema, "target", TargetColumnName, multiple);
        CheckCrop(host, inputSchema, "source", SourceColumnName, source, cropSize);
        CheckCrop(host, inputSchema, "target", TargetColumnName, target, cropSize);
        if (IsSized(source) && IsSized(target) && !source.Equals(target))
            throw InputSchema.Mismatch(host, inputSchema, "target", TargetColumnName, source.ToString(), target.ToString(), " Load or resize both columns at one size.");
        if (pairedCure is not null && IsMarkedUnpaired(inputSchema))
            throw InputSchema.Mismatch(host, inputSchema, "target", TargetColumnName, "Image that belongs to the source of its row", $"unpaired {target}", pairedCure);
        return source;
    }

    /// <summary>Whether the target column says that its images have nothing to do with the sources of their rows.</summary>
    public bool IsMarkedUnpaired(SchemaShape inputSchema) => inputSchema.Any(column => column.Name == TargetColumnName && UnpairedAnnotation.IsOn(column));

    /// <summary>Reads all pairs once into a compact cache.</summary>
    /// <exception cref="InvalidOperationException">There are no rows, or a row has no image.</exception>
    /// <exception cref="ArgumentException">Images differ in size.</exception>
    public ImagePairCache ReadPairs(IChannel channel, IDataView data, long memoryBudgetBytes, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        ImagePairCache? cache = null;
        try
        {
            foreach ((RgbImage source, RgbImage target) in Rows(data, cancellationToken))
            {
                cache ??= new ImagePairCache(source.Height, source.Width, memoryBudgetBytes);
                cache.Add(source, target);
            }

            if (cache is null)
                throw NoRows("image pair");
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

    /// <summary>
    /// Reads both columns once as independent sets. An image that repeats is taken once: in a view of two sets of different size
    /// the smaller one begins again.
    /// </summary>
    /// <exception cref="InvalidOperationException">There are no rows, or a row has no image.</exception>
    /// <exception cref="ArgumentException">Images differ in size.</exception>
    public UnpairedImageCache ReadUnpaired(IChannel channel, IDataView data, long memoryBudgetBytes, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        var sources = new DistinctImages();
        var targets = new DistinctImages();
        UnpairedImageCache? cache = null;
        long rows = 0;
        try
        {
            foreach ((RgbImage source, RgbImage target) in Rows(data, cancellationToken))
            {
                rows++;
                cache ??= new UnpairedImageCache(source.Height, source.Width, memoryBudgetBytes);
                if (sources.Add(source))
                    cache.AddSource(source);
                if (targets.Add(target))
                    cache.AddTarget(target);
            }

            if (cache is null)
                throw NoRows("row of images");
            channel.Info(MessageSensitivity.None, FormattableString.Invariant(
                $"Read {cache.SourceCount} source and {cache.TargetCount} target images of {cache.Width}×{cache.Height} pixels from {rows} rows, unpaired and each once, in {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s ({cache.BytesInMemory} bytes in memory, {cache.BytesOnDisk} on disk)."));
            return cache;
        }
        catch
        {
            cache?.Dispose();
            throw;
        }
    }

    private IEnumerable<(RgbImage Source, RgbImage Target)> Rows(IDataView data, CancellationToken cancellationToken)
    {
        DataViewSchema.Column sourceColumn = data.Schema[SourceColumnName];
        DataViewSchema.Column targetColumn = data.Schema[TargetColumnName];
        using DataViewRowCursor cursor = data.GetRowCursor([sourceColumn, targetColumn]);
        ValueGetter<MLImage> getSource = cursor.GetGetter<MLImage>(sourceColumn);
        ValueGetter<MLImage> getTarget = cursor.GetGetter<MLImage>(targetColumn);
        MLImage source = null!;
        MLImage target = null!;
        while (cursor.MoveNext())
        {
            cancellationToken.ThrowIfCancellationRequested();
            getSource(ref source);
            getTarget(ref target);
            yield return (source.RequiredRgbImage(SourceColumnName, cursor.Position), target.RequiredRgbImage(TargetColumnName, cursor.Position));
        }
    }

    private InvalidOperationException NoRows(string needed) =>
        new($"Training needs at least one {needed}, but the data has no rows in '{SourceColumnName}' and '{TargetColumnName}'.");

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
