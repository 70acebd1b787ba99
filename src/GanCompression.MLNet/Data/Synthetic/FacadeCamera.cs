namespace GanCompression.MLNet;

/// <summary>A slightly careless camera: maps a point of the picture to a point of the façade plane; both span 0 to 1, downwards.</summary>
internal sealed class FacadeCamera
{
    // Rows of the projective matrix for coordinates around the centre; the last entry is 1.
    private readonly double _xx, _xy, _yx, _yy, _wx, _wy;

    private FacadeCamera(double xx, double xy, double yx, double yy, double wx, double wy) =>
        (_xx, _xy, _yx, _yy, _wx, _wy) = (xx, xy, yx, yy, wx, wy);

    internal static FacadeCamera Create(ref SeededRandom random)
    {
        double zoom = 0.9 + 0.14 * random.NextDouble();
        return new FacadeCamera(
            zoom, Spread(ref random, 0.03), Spread(ref random, 0.03), zoom * (1 + Spread(ref random, 0.04)),
            Spread(ref random, 0.12), Spread(ref random, 0.14));

        static double Spread(ref SeededRandom random, double amount) => amount * (2 * random.NextDouble() - 1);
    }

    internal (float X, float Y) ToFacade(double x, double y)
    {
        x -= 0.5;
        y -= 0.5;
        double w = 1 + _wx * x + _wy * y;
        return ((float)((_xx * x + _xy * y) / w + 0.5), (float)((_yx * x + _yy * y) / w + 0.5));
    }

    internal (double X, double Y) ToPicture(double u, double v)
    {
        // Solves the two equations above for x and y.
        u -= 0.5;
        v -= 0.5;
        double a = _xx - u * _wx;
        double b = _xy - u * _wy;
        double c = _yx - v * _wx;
        double d = _yy - v * _wy;
        double determinant = a * d - b * c;
        return ((d * u - b * v) / determinant + 0.5, (a * v - c * u) / determinant + 0.5);
    }
}
