namespace GanCompression.Runtime;

/// <summary>Fills the border of an image that a convolution wrote in place.</summary>
internal sealed unsafe class BorderStep(PlaneView view) : Step
{
    private float* _address;

    public override IEnumerable<PlaneBuffer> Buffers => [view.Buffer];

    public override void Bind(float* arena) => _address = view.Resolve(arena);

    public override void Run()
    {
        Border border = view.Layout.Border;
        int rowStride = view.Layout.RowStride;
        for (int channel = 0; channel < view.Channels; channel++)
        {
            float* plane = _address + (nint)channel * view.Layout.PlaneStride;
            for (int y = 0; y < view.Height; y++)
                Borders.FillSides(plane + (nint)y * rowStride, view.Width, border);
            Borders.FillTopAndBottom(plane - border.Left, view.Height, rowStride, border.Left + view.Width + border.Right, border);
        }
    }
}
