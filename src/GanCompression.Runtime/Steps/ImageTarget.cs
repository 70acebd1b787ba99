namespace GanCompression.Runtime;

/// <summary>An image that a pass writes: in the arena with its border, or the caller's.</summary>
internal sealed unsafe class ImageTarget
{
    private readonly PlaneView? _view;
    private readonly ExternalImage? _external;
    private float* _address;

    public ImageTarget(PlaneView view)
    {
        _view = view;
        Shape = new TensorShape(view.Channels, view.Height, view.Width);
        Border = view.Layout.Border;
        RowStride = view.Layout.RowStride;
        PlaneStride = view.Layout.PlaneStride;
        ColumnPhases = view.Layout.ColumnPhases;
        PhaseStride = view.Layout.PhaseStride;
    }

    public ImageTarget(ExternalImage external)
    {
        _external = external;
        Shape = external.Shape;
        RowStride = external.Shape.Width;
        PlaneStride = external.Shape.Width * external.Shape.Height;
        ColumnPhases = 1;
    }

    public TensorShape Shape { get; }

    public Border Border { get; }

    public int RowStride { get; }

    public int PlaneStride { get; }

    public int ColumnPhases { get; }

    public int PhaseStride { get; }

    /// <summary>Whether not a single float behind the image may be touched.</summary>
    public bool IsExternal => _external is not null;

    public PlaneView? View => _view;

    public void Bind(float* arena) => _address = _view is null ? null : _view.Resolve(arena);

    /// <summary>The first pixel, or the left border of the first row where rows are split.</summary>
    public float* Address => _external is null ? _address : _external.Address;
}
