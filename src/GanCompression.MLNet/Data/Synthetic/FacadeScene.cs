namespace GanCompression.MLNet;

/// <summary>
/// A drawn house front in two images: a label map in flat colours (<see cref="FacadePalette"/>) and a picture of the same
/// front with its materials, light and weather. Pairs of them are a small stand-in for photographs: to learn the picture from the
/// labels, a network has to invent what the labels leave out, as it has to for real façades.
/// </summary>
/// <param name="Label">The label map; only colours of the palette occur.</param>
/// <param name="Photo">The picture, of the same size.</param>
public sealed record FacadeScene(RgbImage Label, RgbImage Photo)
{
    /// <summary>Smallest width and height of a scene.</summary>
    public const int MinSize = 16;

    /// <summary>Largest width and height of a scene.</summary>
    public const int MaxSize = 2048;

    /// <summary>
    /// Draws a scene. The same arguments give the same pixels on every machine; another size gives the same scene in
    /// other detail.
    /// </summary>
    /// <param name="index">Which scene of the set, at least 0.</param>
    /// <param name="size">Width and height in pixels, from <see cref="MinSize"/> to <see cref="MaxSize"/>.</param>
    /// <param name="seed">Which set of scenes.</param>
    public static FacadeScene Render(int index, int size, long seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, MinSize);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, MaxSize);
        var random = new SeededRandom(unchecked((ulong)seed), (ulong)index);
        FacadeLayout layout = FacadeLayout.Create(ref random);
        return new FacadeRenderer(layout, size).Render();
    }
}
