using System.Runtime.CompilerServices;

namespace GanCompression.Runtime;

/// <summary>Fills what lies around an image in a buffer.</summary>
internal static unsafe class Borders
{
    /// <summary>Fills the pixels left and right of one row.</summary>
    /// <param name="row">The row's first pixel inside the image.</param>
    /// <param name="width">Pixels inside the image.</param>
    /// <param name="border">The border.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void FillSides(float* row, int width, in Border border)
    {
        if (border.Kind == BorderKind.Reflection)
        {
            for (int i = 1; i <= border.Left; i++)
                row[-i] = row[i];
            for (int i = 1; i <= border.Right; i++)
                row[width - 1 + i] = row[width - 1 - i];
        }
        else if (border.Kind == BorderKind.Zero)
        {
            for (int i = 1; i <= border.Left; i++)
                row[-i] = 0;
            for (int i = 0; i < border.Right; i++)
                row[width + i] = 0;
        }
    }

    /// <summary>Fills the pixels left and right of a row that is split into even and odd columns.</summary>
    /// <param name="row">Start of the row, its left border included.</param>
    /// <param name="phaseStride">Floats from the even columns to the odd ones.</param>
    /// <param name="width">Pixels inside the image.</param>
    /// <param name="border">The border.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void FillSplitSides(float* row, int phaseStride, int width, in Border border)
    {
        bool mirrors = border.Kind == BorderKind.Reflection;
        for (int i = 1; i <= border.Left; i++)
            row[At(border.Left - i)] = mirrors ? row[At(border.Left + i)] : 0;
        int last = border.Left + width - 1;
        for (int i = 1; i <= border.Right; i++)
            row[At(last + i)] = mirrors ? row[At(last - i)] : 0;

        int At(int column) => (column & 1) * phaseStride + column / 2;
    }

    /// <summary>Fills the rows above the image, once the rows that they mirror are complete with their sides.</summary>
    /// <param name="plane">First float of the image's first row, with its left border.</param>
    /// <param name="rowStride">Floats from one row to the next.</param>
    /// <param name="rowLength">Floats of a row with its borders.</param>
    /// <param name="border">The border.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void FillTop(float* plane, int rowStride, int rowLength, in Border border)
    {
        for (int i = 1; i <= border.Top; i++)
            FillRow(plane - (nint)i * rowStride, plane + (nint)i * rowStride, rowLength, border.Kind);
    }

    /// <summary>Fills the rows below the image, once the rows that they mirror are complete with their sides.</summary>
    /// <param name="plane">First float of the image's first row, with its left border.</param>
    /// <param name="height">Rows of the image.</param>
    /// <param name="rowStride">Floats from one row to the next.</param>
    /// <param name="rowLength">Floats of a row with its borders.</param>
    /// <param name="border">The border.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void FillBottom(float* plane, int height, int rowStride, int rowLength, in Border border)
    {
        float* last = plane + (nint)(height - 1) * rowStride;
        for (int i = 1; i <= border.Bottom; i++)
            FillRow(last + (nint)i * rowStride, last - (nint)i * rowStride, rowLength, border.Kind);
    }

    private static void FillRow(float* row, float* mirror, int length, BorderKind kind)
    {
        var target = new Span<float>(row, length);
        if (kind == BorderKind.Reflection)
            new ReadOnlySpan<float>(mirror, length).CopyTo(target);
        else
            target.Clear();
    }
}
