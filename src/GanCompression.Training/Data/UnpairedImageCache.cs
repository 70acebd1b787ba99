using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace GanCompression.Training;

/// <summary>
/// Holds two independent sets of images as 8-bit values: in memory up to a budget, and beyond it in a temporary file that no
/// longer exists once the cache is disposed or the process ends. Add all images first; reading is then thread-safe.
/// </summary>
public sealed class UnpairedImageCache : IUnpairedImageSource, IDisposable
{
    private readonly RecordStore _images;
    private readonly List<int> _sources = [];
    private readonly List<int> _targets = [];
    private readonly IncrementalHash _sourceHash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly IncrementalHash _targetHash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly int _imageBytes;
    private bool _isDisposed;

    /// <summary>Creates an empty cache.</summary>
    /// <param name="height">Height of every image in pixels, at least 1.</param>
    /// <param name="width">Width of every image in pixels, at least 1.</param>
    /// <param name="memoryBudgetBytes">Memory for images in bytes, at least 0; the rest goes to a file in the temporary folder.</param>
    public UnpairedImageCache(int height, int width, long memoryBudgetBytes = ImagePairCache.DefaultMemoryBudgetBytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(memoryBudgetBytes);
        Height = height;
        Width = width;
        _imageBytes = checked(3 * height * width);
        _images = new RecordStore(_imageBytes, memoryBudgetBytes);
    }

    /// <inheritdoc/>
    public int SourceCount => _sources.Count;

    /// <inheritdoc/>
    public int TargetCount => _targets.Count;

    /// <summary>Size of the larger set; 0 while one of them is empty.</summary>
    public int Count => SourceCount == 0 || TargetCount == 0 ? 0 : Math.Max(SourceCount, TargetCount);

    /// <inheritdoc/>
    public int Height { get; }

    /// <inheritdoc/>
    public int Width { get; }

    /// <summary>Bytes of images held in memory.</summary>
    public long BytesInMemory => _images.BytesInMemory;

    /// <summary>Bytes of images held in the temporary file.</summary>
    public long BytesOnDisk => _images.BytesOnDisk;

    /// <summary>Identifies the content: equal for equal images in equal order within each set.</summary>
    public string Fingerprint => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"{Height}x{Width} unpaired\n{Convert.ToHexString(_sourceHash.GetCurrentHash())}\n{Convert.ToHexString(_targetHash.GetCurrentHash())}"))));

    /// <summary>Adds an image to translate.</summary>
    /// <param name="image">The image.</param>
    /// <exception cref="ArgumentException">The image has another size than the cache.</exception>
    /// <exception cref="IOException">The temporary folder has no room.</exception>
    public void AddSource(RgbImage image) => Add(image, "source", _sources, _sourceHash);

    /// <summary>Adds an example of a translated image.</summary>
    /// <param name="image">The image.</param>
    /// <exception cref="ArgumentException">The image has another size than the cache.</exception>
    /// <exception cref="IOException">The temporary folder has no room.</exception>
    public void AddTarget(RgbImage image) => Add(image, "target", _targets, _targetHash);

    /// <inheritdoc/>
    public void ReadSource(int index, Span<byte> rgb) => Read(index, rgb, _sources);

    /// <inheritdoc/>
    public void ReadTarget(int index, Span<byte> rgb) => Read(index, rgb, _targets);

    /// <summary>Frees the memory and removes the temporary file.</summary>
    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        _images.Dispose();
        _sourceHash.Dispose();
        _targetHash.Dispose();
    }

    private void Add(RgbImage image, string role, List<int> set, IncrementalHash hash)
    {
        ArgumentNullException.ThrowIfNull(image);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (image.Height != Height || image.Width != Width)
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"The {role} image {set.Count} has {image.Width}×{image.Height} pixels; expected {Width}×{Height}. Resize the images first."), nameof(image));
        }

        _images.Add(image.Pixels);
        set.Add(_images.Count - 1);
        hash.AppendData(image.Pixels);
    }

    private void Read(int index, Span<byte> rgb, List<int> set)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, set.Count);
        if (rgb.Length != _imageBytes)
            throw new ArgumentException(FormattableString.Invariant($"Images of {Width}×{Height} pixels have {_imageBytes} bytes, but there is room for {rgb.Length}."), nameof(rgb));
        _images.Read(set[index], 0, rgb);
    }
}
