using System.Numerics;

namespace GanCompression.MLNet;

/// <summary>The colours of one house, drawn from what its style favours.</summary>
internal sealed class FacadeColors
{
    private FacadeColors(Vector3 wall, Vector3 wallAccent, Vector3 stone, Vector3 roof, Vector3 frame, Vector3 shutter, Vector3 door, Vector3 metal)
    {
        Wall = wall;
        WallAccent = wallAccent;
        Stone = stone;
        Roof = roof;
        Frame = frame;
        Shutter = shutter;
        Door = door;
        Metal = metal;
    }

    internal Vector3 Wall { get; }

    internal Vector3 WallAccent { get; }

    internal Vector3 Stone { get; }

    internal Vector3 Roof { get; }

    internal Vector3 Frame { get; }

    internal Vector3 Shutter { get; }

    internal Vector3 Door { get; }

    internal Vector3 Metal { get; }

    internal static FacadeColors Create(ref SeededRandom random, FacadeStyle style)
    {
        Vector3[] walls = style switch
        {
            FacadeStyle.Boulevard => [Rgb(214, 200, 172), Rgb(198, 186, 164), Rgb(222, 212, 190), Rgb(188, 182, 172)],
            FacadeStyle.Tenement => [Rgb(150, 74, 56), Rgb(128, 66, 54), Rgb(168, 98, 70), Rgb(186, 148, 108), Rgb(112, 72, 66)],
            FacadeStyle.Southern => [Rgb(222, 170, 100), Rgb(214, 138, 104), Rgb(232, 202, 140), Rgb(204, 120, 96), Rgb(228, 196, 178)],
            FacadeStyle.Modern => [Rgb(206, 208, 208), Rgb(168, 172, 174), Rgb(228, 224, 216), Rgb(140, 128, 118), Rgb(150, 168, 178)],
            _ => [Rgb(226, 214, 176), Rgb(190, 204, 186), Rgb(200, 196, 214), Rgb(220, 190, 176), Rgb(196, 210, 222), Rgb(212, 206, 198)],
        };
        Vector3[] shutters = [Rgb(64, 92, 72), Rgb(92, 64, 48), Rgb(60, 84, 116), Rgb(120, 132, 128), Rgb(116, 44, 40), Rgb(214, 210, 198)];
        Vector3[] frames = style == FacadeStyle.Modern
            ? [Rgb(58, 60, 64), Rgb(92, 94, 98), Rgb(230, 230, 228)]
            : [Rgb(236, 234, 226), Rgb(226, 220, 206), Rgb(104, 76, 56), Rgb(88, 100, 92)];
        Vector3[] roofs = style is FacadeStyle.Boulevard or FacadeStyle.Modern
            ? [Rgb(92, 98, 108), Rgb(76, 80, 86), Rgb(112, 114, 118)]
            : [Rgb(160, 84, 60), Rgb(136, 76, 62), Rgb(108, 80, 72), Rgb(178, 108, 76)];
        Vector3[] doors = [Rgb(86, 58, 40), Rgb(52, 70, 60), Rgb(98, 34, 34), Rgb(44, 54, 80), Rgb(128, 92, 62), Rgb(60, 60, 62)];
        Vector3 wall = Vary(ref random, Choose(ref random, walls), 0.07f);
        Vector3 stone = Vary(ref random, Choose(ref random, [Rgb(216, 208, 192), Rgb(196, 190, 180), Rgb(232, 228, 220), Rgb(178, 168, 150)]), 0.04f);
        Vector3 accent = random.NextDouble() < 0.5 ? wall * 0.8f + stone * 0.2f : Vary(ref random, stone * 0.92f, 0.04f);
        return new FacadeColors(
            wall, accent, stone,
            Vary(ref random, Choose(ref random, roofs), 0.06f), Vary(ref random, Choose(ref random, frames), 0.03f),
            Vary(ref random, Choose(ref random, shutters), 0.06f), Vary(ref random, Choose(ref random, doors), 0.06f),
            random.NextDouble() < 0.75 ? Rgb(40, 42, 46) : Rgb(120, 122, 122));
    }

    internal static Vector3 Rgb(int red, int green, int blue) => new(red / 255f, green / 255f, blue / 255f);

    internal static Vector3 Vary(ref SeededRandom random, Vector3 color, float amount)
    {
        float brightness = 1 + amount * (float)(2 * random.NextDouble() - 1);
        float warmth = 0.6f * amount * (float)(2 * random.NextDouble() - 1);
        return new Vector3(color.X * (brightness + warmth), color.Y * brightness, color.Z * (brightness - warmth));
    }

    internal static T Choose<T>(ref SeededRandom random, ReadOnlySpan<T> values) => values[random.NextInt(values.Length)];
}
