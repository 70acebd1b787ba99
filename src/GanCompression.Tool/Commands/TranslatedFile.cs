namespace GanCompression.Tool.Commands;

/// <summary>A translated file.</summary>
/// <param name="Input">The image or tensor that was read.</param>
/// <param name="Output">The file that was written.</param>
/// <param name="Width">Width of the result in pixels.</param>
/// <param name="Height">Height of the result in pixels.</param>
internal sealed record TranslatedFile(string Input, string Output, int Width, int Height);
