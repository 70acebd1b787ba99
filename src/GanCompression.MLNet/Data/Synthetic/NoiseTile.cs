namespace GanCompression.MLNet;

/// <summary>A square of smooth random values from 0 to 1 that repeats seamlessly: stains, clouds and reflections are cut from it.</summary>
internal sealed class NoiseTile
{
    private const int Size = 128;

    private readonly float[] _values = new float[Size * Size];

    private NoiseTile(ulong seed)
    {
        var random = new SeededRandom(seed);
        var total = 0f;
        float amplitude = 1;
        for (int cells = 4; cells <= 64; cells *= 2, amplitude *= 0.55f)
        {
            AddOctave(ref random, cells, amplitude);
            total += amplitude;
        }

        for (int i = 0; i < _values.Length; i++)
            _values[i] /= total;
    }

    internal static NoiseTile Shared { get; } = new(20);

    /// <summary>Interpolated value; the tile spans 0 to 1 and repeats.</summary>
    internal float At(float x, float y)
    {
        x = (x - MathF.Floor(x)) * Size;
        y = (y - MathF.Floor(y)) * Size;
        int column = (int)x;
        int row = (int)y;
        float s = x - column;
        float t = y - row;
        int upper = (row & (Size - 1)) * Size;
        int lower = ((row + 1) & (Size - 1)) * Size;
        int left = column & (Size - 1);
        int right = (column + 1) & (Size - 1);
        float above = _values[upper + left] + (_values[upper + right] - _values[upper + left]) * s;
        float below = _values[lower + left] + (_values[lower + right] - _values[lower + left]) * s;
        return above + (below - above) * t;
    }

    /// <summary>A number from 0 to 1 that is a function of whole coordinates.</summary>
    internal static float Hash(int x, int y, uint salt)
    {
        uint h = unchecked((uint)x * 0x9E3779B1u ^ (uint)y * 0x85EBCA77u ^ salt * 0xC2B2AE3Du);
        h = unchecked((h ^ (h >> 15)) * 0x2C1B3C6Du);
        h = unchecked((h ^ (h >> 12)) * 0x297A2D39u);
        return (h ^ (h >> 15)) * (1f / 4294967296f);
    }

    private void AddOctave(ref SeededRandom random, int cells, float amplitude)
    {
        var lattice = new float[cells * cells];
        for (int i = 0; i < lattice.Length; i++)
            lattice[i] = (float)random.NextDouble();
        for (int row = 0; row < Size; row++)
        {
            (int y, float t) = Position(row);
            for (int column = 0; column < Size; column++)
            {
                (int x, float s) = Position(column);
                float above = Mix(lattice[y * cells + x], lattice[y * cells + (x + 1) % cells], s);
                float below = Mix(lattice[(y + 1) % cells * cells + x], lattice[(y + 1) % cells * cells + (x + 1) % cells], s);
                _values[row * Size + column] += amplitude * Mix(above, below, t);
            }
        }

        (int Cell, float Within) Position(int pixel)
        {
            float position = pixel * (float)cells / Size;
            float within = position - (int)position;
            return ((int)position, within * within * (3 - 2 * within));
        }

        static float Mix(float a, float b, float t) => a + (b - a) * t;
    }
}
