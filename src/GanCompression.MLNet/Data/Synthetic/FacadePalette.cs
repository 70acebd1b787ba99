namespace GanCompression.MLNet;

/// <summary>The flat colours of the label maps of <see cref="FacadeScene"/>, one per <see cref="FacadePart"/>.</summary>
public static class FacadePalette
{
    private static ReadOnlySpan<byte> Colors =>
    [
        20, 20, 110, // Background
        30, 70, 250, // Wall
        120, 20, 160, // Roof
        0, 165, 255, // Window
        0, 130, 90, // Door
        0, 245, 245, // Cornice
        120, 255, 160, // Sill
        170, 220, 20, // Balcony
        255, 245, 40, // Shutter
        255, 160, 10, // Molding
        245, 40, 30, // Pillar
        140, 10, 20, // Shop
    ];

    /// <summary>Red, green and blue of a part.</summary>
    /// <param name="part">The part.</param>
    public static ReadOnlySpan<byte> Rgb(FacadePart part)
    {
        if (!Enum.IsDefined(part))
            throw new ArgumentOutOfRangeException(nameof(part), part, "The palette has one colour for each part of a façade, but this is none of them.");
        return Colors.Slice(3 * (int)part, 3);
    }
}
