using System.Runtime.CompilerServices;

namespace GanCompression.Runtime;

/// <summary>Fills the border of an image that a convolution wrote in place.</summary>
internal sealed unsafe class BorderStep(PlaneView view) : ChannelStep
{
    private float* _address;

    public override IEnumerable<PlaneBuffer> Buffers => [view.Buffer];

    public override void Bind(float* arena) => _address = view.Resolve(arena);

    public override int Channels => view.Channels;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void RunChannel(int channel, int part)
    {
        Border border = view.Layout.Border;
        int rowStride = view.Layout.RowStride;
        float* plane = _address + (nint)channel * view.Layout.PlaneStride;
        for (int y = 0; y < view.Height; y++)
            Borders.FillSides(plane + (nint)y * rowStride, view.Width, border);
        int length = border.Left + view.Width + border.Right;
        Borders.FillTop(plane - border.Left, rowStride, length, border);
        Borders.FillBottom(plane - border.Left, view.Height, rowStride, length, border);
    }
}
