namespace GanCompression.Runtime;

/// <summary>An image that a pass reads: in the arena, possibly including some of its border, or the caller's.</summary>
internal sealed unsafe class ImageSource
{
    private readonly PlaneView? _view;
    private readonly ExternalImage? _external;
    private readonly int _shift;
    private float* _address;

    /// <param name="view">Where it lies.</param>
    /// <param name="reflection">How many pixels of its border belong to the image as it is read.</param>
    public ImageSource(PlaneView view, int reflection = 0)
    {
        _view = view;
        Shape = new TensorShape(view.Channels, view.Height + 2 * reflection, view.Width + 2 * reflection);
        RowStride = view.Layout.RowStride;
        PlaneStride = view.Layout.PlaneStride;
        ColumnPhases = view.Layout.ColumnPhases;
        PhaseStride = view.Layout.PhaseStride;
        _shift = reflection * (RowStride + 1);
    }

    public ImageSource(ExternalImage external)
    {
        _external = external;
        Shape = external.Shape;
        RowStride = external.Shape.Width;
        PlaneStride = external.Shape.Width * external.Shape.Height;
        ColumnPhases = 1;
    }

    public TensorShape Shape { get; }

    public int RowStride { get; }

    public int PlaneStride { get; }

    public int ColumnPhases { get; }

    public int PhaseStride { get; }

    /// <summary>Whether not a single float behind the image may be touched.</summary>
    public bool IsExternal => _external is not null;

    public PlaneBuffer? Buffer => _view?.Buffer;

    public void Bind(float* arena) => _address = _view is null ? null : _view.Resolve(arena) - _shift;

    /// <summary>The first pixel.</summary>
    public float* Address => _external is null ? _address : _external.Address;
}
