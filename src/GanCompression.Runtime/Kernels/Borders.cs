namespace GanCompression.Runtime;

/// <summary>Fills what lies around an image in a buffer.</summary>
internal static unsafe class Borders
{
    /// <summary>Fills the pixels left and right of one row.</summary>
    /// <param name="row">The row's first pixel inside the image.</param>
    /// <param name="width">Pixels inside the image.</param>
    /// <param name="border">The border.</param>
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

    /// <summary>Fills the rows above and below the image, whose own rows are complete with their sides.</summary>
    /// <param name="plane">First float of the image's first row, with its left border.</param>
    /// <param name="height">Rows of the image.</param>
    /// <param name="rowStride">Floats from one row to the next.</param>
    /// <param name="rowLength">Floats of a row with its borders.</param>
    /// <param name="border">The border.</param>
    public static void FillTopAndBottom(float* plane, int height, int rowStride, int rowLength, in Border border)
    {
        for (int i = 1; i <= border.Top; i++)
            Fill(plane - (nint)i * rowStride, plane + (nint)i * rowStride, border.Kind);
        float* last = plane + (nint)(height - 1) * rowStride;
        for (int i = 1; i <= border.Bottom; i++)
            Fill(last + (nint)i * rowStride, last - (nint)i * rowStride, border.Kind);

        void Fill(float* row, float* mirror, BorderKind kind)
        {
            var target = new Span<float>(row, rowLength);
            if (kind == BorderKind.Reflection)
                new ReadOnlySpan<float>(mirror, rowLength).CopyTo(target);
            else
                target.Clear();
        }
    }
}
