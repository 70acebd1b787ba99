using System.Numerics;

namespace GanCompression.MLNet;

/// <summary>
/// Draws a layout: finds the foremost element at several points of every pixel, colours each point with its material, light and
/// cast shadow, and averages them. A pixel's label is the part that most of its points show. No image library draws them, so that
/// one seed gives the same bytes whatever its version.
/// </summary>
internal sealed class FacadeRenderer
{
    // Shadows fall as far as things stand out, this many times.
    private const float ShadowSlope = 1.35f;
    private const float HighestRelief = 0.034f;

    private readonly FacadeLayout _layout;
    private readonly int _size;
    private readonly int _samples;
    private readonly int _extent;

    // Per point: where it lies on the façade, the foremost element, the one behind it where that can be seen through,
    // and how far out something stands that casts a shadow.
    private readonly float[] _u;
    private readonly float[] _v;
    private readonly short[] _front;
    private readonly short[] _behind;
    private readonly float[] _relief;

    internal FacadeRenderer(FacadeLayout layout, int size)
    {
        _layout = layout;
        _size = size;
        _samples = Math.Clamp(192 / size, 2, 4);
        _extent = size * _samples;
        _u = new float[_extent * _extent];
        _v = new float[_extent * _extent];
        _front = new short[_extent * _extent];
        _behind = new short[_extent * _extent];
        _relief = new float[_extent * _extent];
    }

    internal FacadeScene Render()
    {
        for (int row = 0; row < _extent; row++)
        {
            for (int column = 0; column < _extent; column++)
                (_u[row * _extent + column], _v[row * _extent + column]) = _layout.Camera.ToFacade((column + 0.5) / _extent, (row + 0.5) / _extent);
        }

        for (int i = 0; i < _layout.Elements.Count; i++)
            Paint((short)i, _layout.Elements[i]);

        var label = new byte[3 * _size * _size];
        var photo = new byte[label.Length];
        var painter = new MaterialPainter(_layout.Light);
        Span<int> votes = stackalloc int[Enum.GetValues<FacadePart>().Length];
        for (int y = 0; y < _size; y++)
        {
            for (int x = 0; x < _size; x++)
            {
                votes.Clear();
                Vector3 sum = Vector3.Zero;
                for (int j = 0; j < _samples; j++)
                {
                    for (int i = 0; i < _samples; i++)
                    {
                        int column = x * _samples + i;
                        int row = y * _samples + j;
                        sum += Shade(painter, column, row);
                        votes[(int)_layout.Elements[_front[row * _extent + column]].Part]++;
                    }
                }

                int pixel = 3 * (y * _size + x);
                FacadePalette.Rgb(Winner(votes)).CopyTo(label.AsSpan(pixel));
                Develop(sum / (_samples * _samples), x, y, photo.AsSpan(pixel, 3));
            }
        }

        return new FacadeScene(new RgbImage(_size, _size, label), new RgbImage(_size, _size, photo));
    }

    private void Paint(short index, FacadeElement element)
    {
        (int left, int top, int right, int bottom) = Bounds(element);
        bool isSeenThrough = element.Material is FacadeMaterial.Railing or FacadeMaterial.GlassRailing;
        float relief = element.Material == FacadeMaterial.Sky ? float.NegativeInfinity : isSeenThrough ? 0 : element.Relief;
        float horizontal = 1 / element.Width;
        float vertical = 1 / element.Height;
        for (int row = top; row < bottom; row++)
        {
            for (int column = left; column < right; column++)
            {
                int point = row * _extent + column;
                if (!element.Covers((_u[point] - element.Left) * horizontal, (_v[point] - element.Top) * vertical))
                    continue;
                _behind[point] = isSeenThrough ? _front[point] : index;
                _front[point] = index;
                _relief[point] = relief;
            }
        }
    }

    private (int Left, int Top, int Right, int Bottom) Bounds(FacadeElement element)
    {
        double left = 1;
        double top = 1;
        double right = 0;
        double bottom = 0;
        Span<(float U, float V)> corners =
        [
            (element.Left, element.Top), (element.Right, element.Top), (element.Left, element.Bottom), (element.Right, element.Bottom),
        ];
        foreach ((float u, float v) in corners)
        {
            (double x, double y) = _layout.Camera.ToPicture(u, v);
            left = Math.Min(left, x);
            right = Math.Max(right, x);
            top = Math.Min(top, y);
            bottom = Math.Max(bottom, y);
        }

        return (Clip(left, -1), Clip(top, -1), Clip(right, 2), Clip(bottom, 2));

        int Clip(double position, int margin) => (int)Math.Clamp(position * _extent + margin, 0, _extent);
    }

    private Vector3 Shade(MaterialPainter painter, int column, int row)
    {
        int point = row * _extent + column;
        FacadeElement element = _layout.Elements[_front[point]];
        float u = _u[point];
        float v = _v[point];
        if (!painter.TryPaint(element, u, v, out Vector3 color))
        {
            // Between the bars of a railing, or through its glass.
            FacadeElement behind = _layout.Elements[_behind[point]];
            painter.TryPaint(behind, u, v, out Vector3 seen);
            color = element.Material == FacadeMaterial.GlassRailing ? seen * 0.6f + color * 0.4f : seen;
            element = behind;
        }

        if (element.Part == FacadePart.Background && element.Material != FacadeMaterial.Street)
            return color;

        FacadeLight light = _layout.Light;
        if (IsShadowed(column, row, element.Relief))
            color *= (light.ShadowTint - Vector3.One) * light.ShadowStrength * 1.2f + new Vector3(1 - light.ShadowStrength);

        // Walls are dirtier near the ground, and light falls off sideways.
        float dirt = 1 - 0.12f * Math.Clamp((v - 0.55f) * 2, 0, 1);
        float sideways = 1 + 0.07f * (u - 0.5f) * (light.Sideways > 0 ? -1 : 1);
        return color * light.Tint * (dirt * sideways);
    }

    // Walks towards the light; whatever stands out far enough on the way casts a shadow.
    private bool IsShadowed(int column, int row, float relief)
    {
        float sideways = _layout.Light.Sideways;
        float step = Math.Max(1f, 0.005f * _extent);
        float reach = (HighestRelief - relief) * ShadowSlope * _extent;
        float rise = 1 / (ShadowSlope * _extent);
        for (float distance = step; distance <= reach; distance += step)
        {
            int x = (int)(column - sideways * distance + 0.5f);
            int y = (int)(row - distance + 0.5f);
            if (x < 0 || y < 0 || x >= _extent)
                return false;
            if (_relief[y * _extent + x] > relief + 0.003f + distance * rise)
                return true;
        }

        return false;
    }

    private static FacadePart Winner(ReadOnlySpan<int> votes)
    {
        int best = 0;
        for (int part = 1; part < votes.Length; part++)
        {
            // Small parts win ties: they are drawn in front.
            if (votes[part] > 0 && votes[part] >= votes[best])
                best = part;
        }

        return (FacadePart)best;
    }

    // What a camera adds: exposure, darker corners and grain.
    private void Develop(Vector3 color, int x, int y, Span<byte> pixel)
    {
        float dx = (x + 0.5f) / _size - 0.5f;
        float dy = (y + 0.5f) / _size - 0.5f;
        float exposure = _layout.Light.Exposure * (1 - 0.22f * (dx * dx + dy * dy));
        float grain = (NoiseTile.Hash(x, y, _layout.Seed) - 0.5f) * 0.022f;
        pixel[0] = ToByte(color.X * exposure + grain);
        pixel[1] = ToByte(color.Y * exposure + grain);
        pixel[2] = ToByte(color.Z * exposure + grain);

        static byte ToByte(float value) => (byte)(Math.Clamp(value, 0, 1) * 255 + 0.5f);
    }
}
