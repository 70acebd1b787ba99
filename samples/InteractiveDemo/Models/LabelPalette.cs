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

    /// <summary>Colours of the CMP façades as pix2pix uses them: the twelve classes of the data set, in its order.</summary>
    public static LabelPalette Cmp { get; } = new("cmp", "CMP façades",
    [
        new("Background", "#0000de"), new("Wall", "#0030ff"), new("Window", "#0080ff"), new("Door", "#00cfff"),
        new("Cornice", "#20ffdf"), new("Sill", "#70ff8f"), new("Balcony", "#c0ff3f"), new("Shutter", "#ffef00"),
        new("Decoration", "#ff9f00"), new("Molding", "#ff5000"), new("Pillar", "#ff0000"), new("Shop", "#af0000"),
    ]);

    /// <summary>Every palette.</summary>
    public static IReadOnlyList<LabelPalette> All { get; } = [Synthetic, Cmp];
}
