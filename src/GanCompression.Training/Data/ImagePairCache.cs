using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace GanCompression.Training;

/// <summary>
/// Holds image pairs as 8-bit values: in memory up to a budget, and beyond it in a temporary file that no longer exists once
/// the cache is disposed or the process ends. Add all pairs first; reading is then thread-safe.
/// </summary>
public sealed class ImagePairCache : IImagePairSource, IDisposable
{
    /// <summary>Default of the memory budget: 2 GiB.</summary>
    public const long DefaultMemoryBudgetBytes = 2L << 30;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly RecordStore _pairs;
    private readonly int _imageBytes;
    private bool _isDisposed;

    /// <summary>Creates an empty cache.</summary>
    /// <param name="height">Height of every image in pixels, at least 1.</param>
    /// <param name="width">Width of every image in pixels, at least 1.</param>
    /// <param name="memoryBudgetBytes">Memory for images in bytes, at least 0; the rest goes to a file in the temporary folder.</param>
    public ImagePairCache(int height, int width, long memoryBudgetBytes = DefaultMemoryBudgetBytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(memoryBudgetBytes);
        Height = height;
        Width = width;
        _imageBytes = checked(3 * height * width);
        _pairs = new RecordStore(checked(2 * _imageBytes), memoryBudgetBytes);
        _hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{height}x{width}\n")));
    }

    /// <inheritdoc/>
    public int Count => _pairs.Count;

    /// <inheritdoc/>
    public int Height { get; }

    /// <inheritdoc/>
    public int Width { get; }

    /// <summary>Bytes of images held in memory.</summary>
    public long BytesInMemory => _pairs.BytesInMemory;

    /// <summary>Bytes of images held in the temporary file.</summary>
    public long BytesOnDisk => _pairs.BytesOnDisk;

    /// <inheritdoc/>
    public string Fingerprint => Convert.ToHexStringLower(_hash.GetCurrentHash());

    /// <summary>Adds a pair.</summary>
    /// <param name="source">The source image.</param>
    /// <param name="target">The target image.</param>
    /// <exception cref="ArgumentException">An image has another size than the cache.</exception>
    /// <exception cref="IOException">The temporary folder has no room.</exception>
    public void Add(RgbImage source, RgbImage target)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        CheckSize(source, nameof(source));
        CheckSize(target, nameof(target));

        _pairs.Add(source.Pixels, target.Pixels);
        _hash.AppendData(source.Pixels);
        _hash.AppendData(target.Pixels);
    }

    /// <inheritdoc/>
    public void Read(int index, Span<byte> sourceRgb, Span<byte> targetRgb)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        if (sourceRgb.Length != _imageBytes || targetRgb.Length != _imageBytes)
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"Images of {Width}×{Height} pixels have {_imageBytes} bytes, but there is room for {sourceRgb.Length} and {targetRgb.Length}."));
        }

        _pairs.Read(index, 0, sourceRgb);
        _pairs.Read(index, _imageBytes, targetRgb);
    }

    /// <summary>Frees the memory and removes the temporary file.</summary>
    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        _pairs.Dispose();
        _hash.Dispose();
    }

    private void CheckSize(RgbImage image, string role)
    {
        if (image.Height != Height || image.Width != Width)
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"The {role} image of pair {Count} has {image.Width}×{image.Height} pixels; expected {Width}×{Height}. Resize the images first."), role);
        }
    }
}
