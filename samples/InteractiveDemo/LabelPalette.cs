namespace GanCompression.Samples.InteractiveDemo;

/// <summary>The colours that a label map is painted in; a generator knows those that it was trained with.</summary>
/// <param name="Name">Name for the command line and the page.</param>
/// <param name="Title">What the page calls it.</param>
/// <param name="Labels">The labels; the first is the background.</param>
internal sealed record LabelPalette(string Name, string Title, IReadOnlyList<PaletteLabel> Labels)
{
    /// <summary>Colours of the façades drawn in code, which the quickstart trains on.</summary>
    public static LabelPalette Synthetic { get; } = new("synthetic", "Synthetic façades",
    [
        new("Background", "#14146e"), new("Wall", "#1e46fa"), new("Roof", "#7814a0"), new("Window", "#00a5ff"),
        new("Door", "#00825a"), new("Cornice", "#00f5f5"), new("Sill", "#78ffa0"), new("Balcony", "#aadc14"),
        new("Shutter", "#fff528"), new("Molding", "#ffa00a"), new("Pillar", "#f5281e"), new("Shop", "#8c0a14"),
    ]);

    /// <summary>Colours of the CMP façades, the photographs that pix2pix is known for.</summary>
    public static LabelPalette Cmp { get; } = new("cmp", "CMP façades",
    [
        new("Background", "#0000aa"), new("Wall", "#0000ff"), new("Window", "#0055ff"), new("Door", "#00aaff"),
        new("Cornice", "#00ffff"), new("Sill", "#55ffaa"), new("Balcony", "#aaff55"), new("Shutter", "#ffff00"),
        new("Molding", "#ffaa00"), new("Pillar", "#ff5500"), new("Shop", "#ff0000"), new("Decoration", "#aa0000"),
    ]);

    /// <summary>Every palette.</summary>
    public static IReadOnlyList<LabelPalette> All { get; } = [Synthetic, Cmp];
}
