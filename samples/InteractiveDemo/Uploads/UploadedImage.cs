using System.Buffers;

namespace GanCompression.Samples.InteractiveDemo;

/// <summary>An image in memory from a pool, to which it goes back when disposed.</summary>
internal sealed class UploadedImage : IDisposable
{
    private byte[]? _buffer;

    /// <summary>Takes memory for an image; its pixels are whatever the memory held.</summary>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    public UploadedImage(int width, int height)
    {
        Width = width;
        Height = height;
        _buffer = ArrayPool<byte>.Shared.Rent(Length);
    }

    /// <summary>Width in pixels.</summary>
    public int Width { get; }

    /// <summary>Height in pixels.</summary>
    public int Height { get; }

    /// <summary>Red, green, blue and opacity of each pixel, row by row.</summary>
    public Memory<byte> Rgba => _buffer.AsMemory(0, Length);

    private int Length => RgbaPixels.BytesPerPixel * Width * Height;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _buffer, null) is { } buffer)
            ArrayPool<byte>.Shared.Return(buffer);
    }
}
