using System.Net;

namespace GanCompression.Samples.InteractiveDemo;

/// <summary>What bounds the service: every resource that a client can ask for has a limit here.</summary>
internal sealed record DemoOptions
{
    /// <summary>Address to listen at.</summary>
    /// <value>Default 127.0.0.1: this machine only.</value>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>TCP port to listen at; 0 for any free one.</summary>
    /// <value>Default 5080.</value>
    public int Port { get; init; } = 5080;

    /// <summary>Images that are computed at the same time, each by one thread.</summary>
    /// <value>Default: the number of cores.</value>
    public int Workers { get; init; } = Environment.ProcessorCount;

    /// <summary>Images that may wait for a worker; one more is refused with status 429.</summary>
    /// <value>Default 32.</value>
    public int WaitingPlaces { get; init; } = 32;

    /// <summary>Largest image, in pixels.</summary>
    /// <value>Default 512 × 512.</value>
    public int MaxPixels { get; init; } = 512 * 512;

    /// <summary>Open connections; further ones are closed at once.</summary>
    /// <value>Default 512. Together with <see cref="MaxPixels"/> it bounds the memory for uploads.</value>
    public int MaxConnections { get; init; } = 512;

    /// <summary>Time for one translation from the request's first byte to the response's last, uploading and waiting included.</summary>
    /// <value>Default 15 seconds.</value>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a client may send slower than 240 bytes per second before it is cut off.</summary>
    /// <value>Default 5 seconds; more than one second.</value>
    public TimeSpan SlowClientGrace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Time for the images under way when the service stops.</summary>
    /// <value>Default 30 seconds.</value>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Name of the palette that the page begins with: one of <see cref="LabelPalette.All"/>.</summary>
    /// <value>Default <c>synthetic</c>.</value>
    public string Palette { get; init; } = LabelPalette.Synthetic.Name;

    /// <summary>Largest upload in bytes: the largest image in the larger of the two formats, PNG with the worst of pixels.</summary>
    public long MaxUploadBytes => RgbaPixels.BytesPerPixel * (long)MaxPixels + MaxPixels / 64 + 65_536;
}
