namespace GanCompression.Samples.InteractiveDemo;

/// <summary>One colour of a label map.</summary>
/// <param name="Name">What it stands for.</param>
/// <param name="Color">Red, green and blue as <c>#rrggbb</c>.</param>
internal sealed record PaletteLabel(string Name, string Color);
