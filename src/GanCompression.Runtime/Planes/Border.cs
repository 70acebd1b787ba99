namespace GanCompression.Runtime;

/// <summary>The border around an image in a buffer.</summary>
/// <param name="Kind">What it holds.</param>
/// <param name="Top">Rows above.</param>
/// <param name="Left">Columns to the left.</param>
/// <param name="Bottom">Rows below.</param>
/// <param name="Right">Columns to the right.</param>
internal readonly record struct Border(BorderKind Kind, int Top, int Left, int Bottom, int Right)
{
    public static Border None => default;

    /// <summary>A border of the kind, or none if it has no extent.</summary>
    public static Border Of(BorderKind kind, int top, int left, int bottom, int right) =>
        (top | left | bottom | right) == 0 ? None : new Border(kind, top, left, bottom, right);

    /// <summary>A mirrored border of the same size on all sides; none for 0.</summary>
    public static Border Mirrored(int size) => Of(BorderKind.Reflection, size, size, size, size);

    /// <summary>Whether one buffer can serve both.</summary>
    public bool IsCompatibleWith(Border other) => Kind == other.Kind || Kind == BorderKind.None || other.Kind == BorderKind.None;

    /// <summary>The smallest border that serves both.</summary>
    public Border Join(Border other) => new(Kind == BorderKind.None ? other.Kind : Kind,
        Math.Max(Top, other.Top), Math.Max(Left, other.Left), Math.Max(Bottom, other.Bottom), Math.Max(Right, other.Right));
}
