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
    private readonly List<byte[]> _inMemory = [];
    private readonly long _memoryBudgetBytes;
    private readonly int _imageBytes;
    private FileStream? _spill;
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
        _memoryBudgetBytes = memoryBudgetBytes;
        _hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{height}x{width}\n")));
    }

    /// <inheritdoc/>
    public int Count { get; private set; }

    /// <inheritdoc/>
    public int Height { get; }

    /// <inheritdoc/>
    public int Width { get; }

    /// <summary>Bytes of images held in memory.</summary>
    public long BytesInMemory => (long)_inMemory.Count * PairBytes;

    /// <summary>Bytes of images held in the temporary file.</summary>
    public long BytesOnDisk => (long)(Count - _inMemory.Count) * PairBytes;

    /// <inheritdoc/>
    public string Fingerprint => Convert.ToHexStringLower(_hash.GetCurrentHash());

    private long PairBytes => 2L * _imageBytes;

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

        if (BytesInMemory + PairBytes <= _memoryBudgetBytes && _spill is null)
        {
            var pair = new byte[PairBytes];
            source.Pixels.CopyTo(pair);
            target.Pixels.CopyTo(pair.AsSpan(_imageBytes));
            _inMemory.Add(pair);
        }
        else
        {
            Spill(source, target);
        }

        _hash.AppendData(source.Pixels);
        _hash.AppendData(target.Pixels);
        Count++;
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

        if (index < _inMemory.Count)
        {
            ReadOnlySpan<byte> pair = _inMemory[index];
            pair[.._imageBytes].CopyTo(sourceRgb);
            pair[_imageBytes..].CopyTo(targetRgb);
            return;
        }

        long offset = (index - _inMemory.Count) * PairBytes;
        ReadSpilled(offset, sourceRgb);
        ReadSpilled(offset + _imageBytes, targetRgb);
    }

    /// <summary>Frees the memory and removes the temporary file.</summary>
    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        _inMemory.Clear();
        _spill?.Dispose();
        _hash.Dispose();
    }

    // Reads at an offset rather than a memory map: a full disk is then an exception, not the end of the process.
    private void Spill(RgbImage source, RgbImage target)
    {
        string folder = Path.GetTempPath();
        try
        {
            _spill ??= CreateSpill(folder);
            long offset = BytesOnDisk;
            RandomAccess.Write(_spill.SafeFileHandle, source.Pixels, offset);
            RandomAccess.Write(_spill.SafeFileHandle, target.Pixels, offset + _imageBytes);
        }
        catch (IOException e)
        {
            throw new IOException(FormattableString.Invariant(
                $"The image cache needs {BytesOnDisk + PairBytes} bytes in '{folder}': {e.Message} Make room, set another temporary folder, or raise the memory budget of {_memoryBudgetBytes} bytes."), e);
        }
    }

    private static FileStream CreateSpill(string folder)
    {
        string path = Path.Combine(folder, $"gancompression-{Guid.NewGuid():N}.cache");
        var stream = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete, 1, FileOptions.DeleteOnClose | FileOptions.RandomAccess);

        // Where the platform allows it the name goes at once, so that even a killed process leaves nothing behind.
        if (!OperatingSystem.IsWindows())
            File.Delete(path);
        return stream;
    }

    private void ReadSpilled(long offset, Span<byte> image)
    {
        for (int done = 0; done < image.Length;)
        {
            int count = RandomAccess.Read(_spill!.SafeFileHandle, image[done..], offset + done);
            if (count == 0)
                throw new IOException("The temporary file of the image cache ends early; something else changed it.");
            done += count;
        }
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
