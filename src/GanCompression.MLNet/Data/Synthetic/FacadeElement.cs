using System.Numerics;

namespace GanCompression.MLNet;

/// <summary>One part of a scene: where it is, what it is made of, and how far it stands out of the wall. The scene spans 0 to 1, downwards.</summary>
internal sealed record FacadeElement(float Left, float Top, float Right, float Bottom, FacadePart Part, FacadeMaterial Material, Vector3 Color)
{
    internal FacadeShape Shape { get; init; }

    /// <summary>Distance in front of the wall; negative for recesses.</summary>
    internal float Relief { get; init; }

    /// <summary>A second colour: of mortar, frames, stripes or signs.</summary>
    internal Vector3 Accent { get; init; }

    /// <summary>Decides the details that no label tells.</summary>
    internal uint Detail { get; init; }

    /// <summary>Which variant of the material: the division of a window, the pattern of a railing.</summary>
    internal int Variant { get; init; }

    internal float Width => Right - Left;

    internal float Height => Bottom - Top;

    /// <summary>Whether a point of the rectangle, from 0 to 1 in both directions, lies inside the outline.</summary>
    internal bool Covers(float s, float t)
    {
        if (s < 0 || s >= 1 || t < 0 || t >= 1)
            return false;
        switch (Shape)
        {
            case FacadeShape.Arch:
                // The arch rises over half the width, at most half the height.
                float rise = MathF.Min(0.5f, 0.5f * Width / Height);
                float x = 2 * s - 1;
                float y = (rise - t) / rise;
                return t >= rise || x * x + y * y <= 1;
            case FacadeShape.Gable:
                return MathF.Abs(2 * s - 1) <= t;
            case FacadeShape.Trapezoid:
                float inset = 0.22f * (1 - t) * Height / Width;
                return s >= inset && s <= 1 - inset;
            default:
                return true;
        }
    }
}
