using System.Numerics;

namespace GanCompression.MLNet;

/// <summary>
/// The colour of a material at a point, before shadows. Only sums, products and square roots: the same on every machine.
/// </summary>
internal sealed class MaterialPainter(FacadeLight light)
{
    private readonly NoiseTile _noise = NoiseTile.Shared;

    /// <summary>Colours a point of the façade plane; false where the element lets one see through (then the colour is that of its glass).</summary>
    internal bool TryPaint(FacadeElement element, float u, float v, out Vector3 color)
    {
        float s = (u - element.Left) / element.Width;
        float t = (v - element.Top) / element.Height;
        switch (element.Material)
        {
            case FacadeMaterial.Railing:
                return TryPaintRailing(element, u, t, out color);
            case FacadeMaterial.GlassRailing:
                return TryPaintGlassRailing(element, s, t, out color);
            default:
                color = Paint(element, u, v, s, t);
                return true;
        }
    }

    private Vector3 Paint(FacadeElement element, float u, float v, float s, float t) => element.Material switch
    {
        FacadeMaterial.Sky => Sky(element, u, v),
        FacadeMaterial.Street => element.Color * (0.75f + 0.5f * Noise(element, u * 1.5f, v * 6)) * (t < 0.06f ? 1.2f : 1),
        FacadeMaterial.Neighbour => Neighbour(element, u, v, t),
        FacadeMaterial.Brick => Brick(element, u, v),
        FacadeMaterial.Plaster => Plaster(element, u, v),
        FacadeMaterial.Ashlar => Ashlar(element, u, v),
        FacadeMaterial.Panels => Panels(element, u, v),
        FacadeMaterial.Tiles => Tiles(element, u, v, t),
        FacadeMaterial.Slate => Slate(element, u, v, t),
        FacadeMaterial.Glazing => Glazing(element, u, v, s, t),
        FacadeMaterial.WoodenDoor => WoodenDoor(element, s, t),
        FacadeMaterial.Stone => Stone(element, u, v, t),
        FacadeMaterial.Louvres => Louvres(element, v, s, t),
        FacadeMaterial.RollerBlind => element.Color * (Fraction(v * 90) < 0.25f ? 0.84f : 1) * (t > 0.94f ? 0.7f : 1),
        FacadeMaterial.Column => Column(element, u, v, s, t),
        FacadeMaterial.ShopFront => ShopFront(element, u, v, s, t),
        _ => element.Color,
    };

    private Vector3 Sky(FacadeElement element, float u, float v)
    {
        Vector3 clear = Mix(light.SkyTop, light.SkyHorizon, Math.Clamp(v * 2.2f + 0.2f, 0, 1));
        float cloud = Math.Clamp((Noise(element, u * 0.6f, v * 1.1f) - 0.78f + 0.5f * light.Clouds) * 4, 0, 1);
        return Mix(clear, FacadeColors.Rgb(244, 244, 246), cloud * (0.35f + 0.5f * light.Clouds));
    }

    private Vector3 Neighbour(FacadeElement element, float u, float v, float t)
    {
        Vector3 wall = element.Color * (0.7f + 0.25f * Noise(element, u, v));
        bool isWindow = Fraction(u * 9 + 0.3f) is > 0.3f and < 0.7f && Fraction(v * 7) is > 0.35f and < 0.85f && t > 0.04f;
        return isWindow ? wall * 0.5f + light.SkyTop * 0.12f : wall;
    }

    private Vector3 Brick(FacadeElement element, float u, float v)
    {
        const float courses = 56;
        float y = v * courses;
        int course = Floor(y);
        float x = u * courses * 0.42f + (course & 1) * 0.5f;
        int brick = Floor(x);
        float shade = Hash(element, brick, course);
        bool isMortar = Fraction(y) < 0.17f || Fraction(x) < 0.075f;
        Vector3 color = isMortar ? element.Accent * 0.92f : element.Color * (0.78f + 0.4f * shade) + new Vector3(0.05f, 0, -0.01f) * (Hash(element, course, brick) - 0.5f);
        return color * (0.84f + 0.3f * Noise(element, u * 0.9f, v * 0.7f));
    }

    private Vector3 Plaster(FacadeElement element, float u, float v)
    {
        float stains = Noise(element, u * 0.8f, v * 0.8f);
        float runs = Noise(element, u * 3.5f, v * 0.25f + 0.4f);
        float grain = Noise(element, u * 5, v * 5);
        return element.Color * (0.72f + 0.24f * stains + 0.16f * runs + 0.14f * grain);
    }

    private Vector3 Ashlar(FacadeElement element, float u, float v)
    {
        const float courses = 20;
        float y = v * courses;
        int course = Floor(y);
        float x = u * courses * 0.45f + (course & 1) * 0.5f;
        float shade = 0.87f + 0.16f * Hash(element, Floor(x), course);
        if (Fraction(y) < 0.12f || Fraction(x) < 0.05f)
            shade *= 0.74f;
        else if (Fraction(y) < 0.22f)
            shade *= 1.05f;
        return element.Color * (shade * (0.88f + 0.22f * Noise(element, u * 1.3f, v * 1.3f)));
    }

    private Vector3 Panels(FacadeElement element, float u, float v)
    {
        float x = u * 7;
        float y = v * 9;
        float shade = 0.9f + 0.1f * Hash(element, Floor(x), Floor(y));
        if (Fraction(x) < 0.03f || Fraction(y) < 0.04f)
            shade *= 0.68f;
        return element.Color * (shade * (0.93f + 0.14f * Noise(element, u, v * 0.5f)));
    }

    private Vector3 Tiles(FacadeElement element, float u, float v, float t)
    {
        float y = v * 60;
        int course = Floor(y);
        float x = u * 46 + (course & 1) * 0.5f;
        float round = 2 * Fraction(x) - 1;
        float shade = (0.72f + 0.36f * Hash(element, Floor(x), course)) * (1.08f - 0.3f * round * round) * (Fraction(y) > 0.75f ? 0.72f : 1);
        return element.Color * (shade * (0.9f + 0.15f * t) * (0.82f + 0.34f * Noise(element, u, v)));
    }

    private Vector3 Slate(FacadeElement element, float u, float v, float t)
    {
        float y = v * 70;
        int course = Floor(y);
        float shade = 0.82f + 0.3f * Hash(element, Floor(u * 50 + (course & 1) * 0.5f), course);
        if (Fraction(y) > 0.78f)
            shade *= 0.8f;
        Vector3 sheen = light.SkyHorizon * (0.16f * (1 - t));
        return element.Color * (shade * (0.85f + 0.25f * Noise(element, u, v))) + sheen;
    }

    private Vector3 Glazing(FacadeElement element, float u, float v, float s, float t)
    {
        float x = s * element.Width;
        float y = t * element.Height;
        float thickness = Math.Clamp(0.075f * Math.Min(element.Width, element.Height), 0.0035f, 0.012f);
        int panes = element.Variant >= 4 ? element.Variant - 2 : 2;
        float paneWidth = element.Width / panes;
        float across = x - Floor(x / paneWidth) * paneWidth;
        bool isFrame = x < thickness || element.Width - x < thickness || y < thickness || element.Height - y < thickness
            || Math.Min(across, paneWidth - across) < thickness * 0.5f
            || element.Variant switch
            {
                0 => Math.Abs(y - 0.3f * element.Height) < thickness * 0.5f, // Casements under a transom.
                1 => Math.Abs(y - 0.5f * element.Height) < thickness * 0.6f, // Sashes.
                2 => MathF.Abs(Fraction(t * 4) - 0.5f) > 0.5f - thickness * 0.35f * 4 / element.Height, // Small panes.
                _ => false,
            };
        if (isFrame)
            return element.Color * (0.88f + 0.1f * Hash(element, 3, 3)) * (y < thickness ? 0.8f : 1);
        return Glass(element, u, v, s, t, curtains: true);
    }

    // Dark rooms, now and then a lamp or curtains, under what the pane reflects: the sky above, the other side of the street below.
    private Vector3 Glass(FacadeElement element, float u, float v, float s, float t, bool curtains)
    {
        float mood = Hash(element, 1, 1);
        Vector3 room = new Vector3(0.10f, 0.10f, 0.11f) + new Vector3(0.10f, 0.09f, 0.07f) * (mood * (0.4f + 0.6f * t));
        if (mood > 0.93f)
            room += new Vector3(0.5f, 0.38f, 0.2f) * (1.1f - 0.6f * t);
        if (curtains && Hash(element, 2, 1) < 0.5f)
        {
            float drawn = 0.1f + 0.3f * Hash(element, 2, 2);
            bool isCurtain = Hash(element, 2, 3) < 0.6f ? s < drawn || s > 1 - drawn : t < drawn * 1.4f;
            if (isCurtain)
            {
                float fold = 2 * Fraction(s * 11) - 1;
                room = Mix(room, FacadeColors.Rgb(222, 216, 204) * (0.62f + 0.2f * fold * fold), 0.75f);
            }
        }

        float tilt = (Hash(element, 4, 1) - 0.5f) * 0.3f;
        float skyline = 0.62f + 0.22f * (Noise(element, 0.35f * s + 0.2f * Hash(element, 4, 2), 0.1f) - 0.5f) - 0.5f * v + tilt * (s - 0.5f);
        float strength = 0.24f + 0.4f * Hash(element, 5, 1);
        Vector3 mirrored = t < skyline + 0.25f
            ? Mix(light.SkyTop, light.SkyHorizon, Math.Clamp(t + 0.3f * Noise(element, u * 0.9f, v * 0.9f), 0, 1))
            : new Vector3(0.17f, 0.16f, 0.15f);
        float streak = Fraction((s * element.Width + t * element.Height * 0.6f) * 9 + Hash(element, 5, 2));
        strength *= streak < 0.22f ? 1.25f : 1;
        return room * (1 - 0.5f * strength) + mirrored * strength;
    }

    private Vector3 WoodenDoor(FacadeElement element, float s, float t)
    {
        if (s < 0.05f || s > 0.95f)
            return element.Accent * 0.55f;
        if (t < 0.22f)
        {
            bool isBar = t > 0.19f || Math.Abs(s - 0.5f) < 0.025f;
            return isBar ? element.Color * 0.8f : Glass(element, s, 0.9f, s, t, curtains: false);
        }

        if (Math.Abs(s - 0.5f) < 0.02f)
            return element.Color * 0.45f;
        float x = Fraction((s < 0.5f ? s - 0.05f : s - 0.52f) / 0.45f);
        float y = Fraction((t - 0.22f) / 0.26f);
        float wood = 0.84f + 0.3f * Noise(element, s * 2.5f, t * 0.4f);
        if (x is > 0.16f and < 0.84f && y is > 0.12f and < 0.88f)
            wood *= x < 0.26f || y < 0.2f ? 0.68f : x > 0.74f || y > 0.8f ? 1.18f : 1.02f;
        if (Math.Abs(s - 0.56f) < 0.02f && Math.Abs(t - 0.62f) < 0.02f)
            return FacadeColors.Rgb(208, 178, 108);
        return element.Color * wood;
    }

    private Vector3 Stone(FacadeElement element, float u, float v, float t)
    {
        // Ledges catch light from above; surrounds (variant 2) are flat.
        float shade = element.Variant == 2 ? 1 : t < 0.25f ? 1.12f : t > 0.8f ? 0.76f : 0.96f;
        if (element.Variant == 1 && t is > 0.5f and < 0.8f && Fraction(u * 44) < 0.45f)
            shade *= 0.74f; // Dentils.
        return element.Color * (shade * (0.84f + 0.3f * Noise(element, u * 2, v * 2)));
    }

    private static Vector3 Louvres(FacadeElement element, float v, float s, float t)
    {
        bool isRail = s < 0.1f || s > 0.9f || t < 0.05f || t > 0.95f || Math.Abs(t - 0.5f) < 0.025f;
        float shade = isRail ? 1.04f : Fraction(v * 105) < 0.42f ? 0.68f : 1;
        return element.Color * (shade * (0.92f + 0.12f * Hash(element, 1, 1)));
    }

    private Vector3 Column(FacadeElement element, float u, float v, float s, float t)
    {
        float head = Math.Min(0.06f, 0.5f * element.Width / element.Height);
        if (t < head || t > 1 - head)
            return element.Color * (t < head * 0.4f || t > 1 - head * 0.5f ? 1.08f : 0.86f);
        float around = 2 * s - 1;
        float lit = light.Sideways > 0 ? -around : around;
        float shade = 0.95f - 0.2f * around * around + 0.16f * lit;
        if (Fraction(s * 4) < 0.24f)
            shade *= 0.86f;
        return element.Color * (shade * (0.88f + 0.22f * Noise(element, u * 2, v)));
    }

    private Vector3 ShopFront(FacadeElement element, float u, float v, float s, float t)
    {
        if (t < 0.17f)
        {
            // A sign: letters are blocks of another brightness.
            bool isLetter = t is > 0.05f and < 0.125f && s is > 0.2f and < 0.8f && Hash(element, Floor(u * 90), Floor(t * 40)) > 0.42f && Fraction(u * 45) > 0.25f;
            Vector3 letters = element.Color.Y > 0.5f ? new Vector3(0.16f, 0.14f, 0.14f) : new Vector3(0.94f, 0.9f, 0.78f);
            return isLetter ? letters : element.Color * (t > 0.155f ? 0.6f : 1);
        }

        if (element.Variant > 0 && t < 0.36f)
        {
            float depth = (t - 0.17f) / 0.19f;
            bool isStripe = element.Variant == 1 && Fraction(s * 7) < 0.5f;
            Vector3 cloth = isStripe ? FacadeColors.Rgb(236, 230, 216) : Mix(element.Color, FacadeColors.Rgb(178, 60, 52), Hash(element, 7, 7) * 0.6f);
            return cloth * (1.05f - 0.3f * depth) * (depth > 0.9f && Fraction(s * 14) < 0.5f ? 0.55f : 1);
        }

        if (t > 0.87f || s < 0.03f || s > 0.97f || Math.Abs(s - 0.62f) < 0.012f)
            return Mix(element.Color, element.Accent, 0.35f) * (t > 0.87f ? 0.62f : 0.8f);

        // Goods in the window, lit from inside.
        Vector3 glass = Glass(element, u, v, s, t, curtains: false);
        float lamp = 0.35f + 0.65f * Hash(element, 8, 8);
        if (t > 0.52f)
        {
            float goods = Noise(element, u * 4.5f, v * 3.5f);
            int kind = Floor(u * 34);
            if (goods > 0.47f)
            {
                var hue = new Vector3(Hash(element, kind, 1), Hash(element, kind, 2), Hash(element, kind, 3));
                glass = Mix(glass, hue * 0.6f + new Vector3(0.22f, 0.17f, 0.1f), 0.7f * lamp);
            }
        }

        return glass + new Vector3(0.14f, 0.1f, 0.04f) * lamp;
    }

    private static bool TryPaintRailing(FacadeElement element, float u, float t, out Vector3 color)
    {
        if (t > 0.86f)
        {
            color = element.Accent * (t > 0.95f ? 0.66f : 0.98f);
            return true;
        }

        bool isBar = t < 0.07f || t is > 0.76f and < 0.8f || Fraction(u * 78) < 0.34f
            || element.Variant == 1 && t is > 0.3f and < 0.6f && MathF.Abs(Fraction(u * 26) - 0.5f) + MathF.Abs(t - 0.45f) * 3 is > 0.36f and < 0.5f;
        color = element.Color;
        return isBar;
    }

    private bool TryPaintGlassRailing(FacadeElement element, float s, float t, out Vector3 color)
    {
        if (t > 0.86f)
        {
            color = element.Accent * (t > 0.95f ? 0.7f : 1);
            return true;
        }

        color = t < 0.06f ? element.Color * 1.5f : light.SkyHorizon * (0.72f + 0.3f * Fraction(s * 1.7f + t * 0.4f + Hash(element, 6, 1)));
        return t < 0.06f;
    }

    private float Noise(FacadeElement element, float x, float y) =>
        _noise.At(x + (element.Detail & 1023) * (1f / 1024), y + ((element.Detail >> 10) & 1023) * (1f / 1024));

    private static float Hash(FacadeElement element, int x, int y) => NoiseTile.Hash(x, y, element.Detail);

    private static int Floor(float x) => (int)MathF.Floor(x);

    private static float Fraction(float x) => x - MathF.Floor(x);

    private static Vector3 Mix(Vector3 a, Vector3 b, float t) => a + (b - a) * t;
}
