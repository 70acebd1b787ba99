namespace GanCompression.MLNet;

/// <summary>Outline of an element within its rectangle.</summary>
internal enum FacadeShape
{
    Rectangle,

    /// <summary>A rectangle whose upper edge is half an ellipse.</summary>
    Arch,

    /// <summary>A triangle that stands on its lower edge.</summary>
    Gable,

    /// <summary>A quadrangle whose upper edge is shorter.</summary>
    Trapezoid,
}
