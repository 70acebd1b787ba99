using System.Numerics;

namespace GanCompression.MLNet;

/// <summary>Composes a house: floors, axes and everything on them, from back to front.</summary>
internal sealed class FacadeLayout
{
    // Beyond the picture on all sides, so that the camera never sees an end.
    private const float Outside = 0.25f;

    private readonly List<FacadeElement> _elements = [];
    private readonly FacadeStyle _style;
    private readonly FacadeColors _colors;
    private SeededRandom _random;

    private FacadeLayout(SeededRandom random)
    {
        _random = random;
        _style = (FacadeStyle)_random.NextInt(5);
        _colors = FacadeColors.Create(ref _random, _style);
        Light = FacadeLight.Create(ref _random);
        Camera = FacadeCamera.Create(ref _random);
        Seed = (uint)_random.NextUInt64();
    }

    /// <summary>The elements, each in front of the ones before it.</summary>
    internal IReadOnlyList<FacadeElement> Elements => _elements;

    internal FacadeLight Light { get; }

    internal FacadeCamera Camera { get; }

    /// <summary>Decides stains, grain and other things that no label tells.</summary>
    internal uint Seed { get; }

    internal static FacadeLayout Create(ref SeededRandom random)
    {
        var layout = new FacadeLayout(random);
        layout.Compose();
        random = layout._random;
        return layout;
    }

    private void Compose()
    {
        Add(-Outside, -Outside, 1 + Outside, 1 + Outside, FacadePart.Background, FacadeMaterial.Sky, Light.SkyTop);
        float left = Chance(0.55) ? -Outside : Between(0.03f, 0.16f);
        float right = Chance(0.55) ? 1 + Outside : Between(0.84f, 0.97f);
        float ground = Between(0.92f, 1.02f);
        float top = Chance(0.12) ? -Outside : Between(0.05f, 0.2f);
        ComposeSurroundings(left, right, ground, top);

        float roof = _style switch
        {
            FacadeStyle.Modern => 0,
            _ when top < 0 || Chance(0.3) => 0,
            _ => Between(0.06f, 0.13f),
        };
        float eaves = top + roof;
        if (roof > 0)
            ComposeRoof(left, right, top, eaves);
        ComposeWall(left, right, eaves, ground);
    }

    private void ComposeSurroundings(float left, float right, float ground, float top)
    {
        if (left > 0 && Chance(0.6))
            Add(-Outside, Between(top - 0.05f, 0.5f), left, 1 + Outside, FacadePart.Background, FacadeMaterial.Neighbour, Wallish());
        if (right < 1 && Chance(0.6))
            Add(right, Between(top - 0.05f, 0.5f), 1 + Outside, 1 + Outside, FacadePart.Background, FacadeMaterial.Neighbour, Wallish());
        Add(-Outside, ground, 1 + Outside, 1 + Outside, FacadePart.Background, FacadeMaterial.Street, FacadeColors.Vary(ref _random, FacadeColors.Rgb(122, 120, 118), 0.15f));

        Vector3 Wallish() => FacadeColors.Vary(ref _random, FacadeColors.Choose(ref _random, [FacadeColors.Rgb(146, 138, 128), FacadeColors.Rgb(122, 86, 74), FacadeColors.Rgb(170, 164, 152)]), 0.12f);
    }

    private void ComposeRoof(float left, float right, float top, float eaves)
    {
        bool isSlate = _style == FacadeStyle.Boulevard || Chance(0.2);
        int chimneys = _random.NextInt(3);
        for (int i = 0; i < chimneys; i++)
        {
            float x = Between(Math.Max(left, 0) + 0.05f, Math.Min(right, 1) - 0.12f);
            Add(x, top - Between(0.02f, 0.06f), x + Between(0.03f, 0.07f), eaves, FacadePart.Roof, FacadeMaterial.Brick,
                FacadeColors.Rgb(140, 82, 66), relief: -0.02f, accent: _colors.Stone);
        }

        Add(left - 0.01f, top, right + 0.01f, eaves + 0.005f, FacadePart.Roof, isSlate ? FacadeMaterial.Slate : FacadeMaterial.Tiles, _colors.Roof,
            shape: left > 0 && right < 1 ? FacadeShape.Trapezoid : FacadeShape.Rectangle, relief: -0.02f);
    }

    private void ComposeWall(float left, float right, float eaves, float ground)
    {
        FacadeMaterial material = _style switch
        {
            FacadeStyle.Boulevard => FacadeMaterial.Ashlar,
            FacadeStyle.Tenement => FacadeMaterial.Brick,
            FacadeStyle.Modern => Chance(0.6) ? FacadeMaterial.Panels : FacadeMaterial.Plaster,
            _ => Chance(0.85) ? FacadeMaterial.Plaster : FacadeMaterial.Brick,
        };
        Vector3 mortar = FacadeColors.Choose(ref _random, [FacadeColors.Rgb(186, 178, 166), FacadeColors.Rgb(150, 138, 128), FacadeColors.Rgb(112, 96, 88)]);
        Add(left, eaves, right, ground, FacadePart.Wall, material, _colors.Wall, accent: mortar);

        int floors = _style switch
        {
            FacadeStyle.Southern => 2 + _random.NextInt(3),
            FacadeStyle.Modern => 3 + _random.NextInt(4),
            FacadeStyle.Classical => 2 + _random.NextInt(3),
            _ => 3 + _random.NextInt(3),
        };
        float height = (ground - Math.Max(eaves, -0.06f)) / (floors + 0.25f);
        float groundFloor = ground - 1.25f * height;

        // A different base is common, and nothing in the labels tells it from the wall.
        if (Chance(0.5))
        {
            Add(left, groundFloor, right, ground, FacadePart.Wall, _style == FacadeStyle.Modern ? FacadeMaterial.Panels : FacadeMaterial.Ashlar,
                Chance(0.5) ? _colors.WallAccent : _colors.Wall * 0.82f, relief: 0.004f);
        }

        float[] axes = Axes(left, right, height, out float pitch);
        bool hasPillars = _style == FacadeStyle.Classical ? Chance(0.65) : Chance(0.08);
        ComposeBands(left, right, eaves, groundFloor, height, floors);
        if (hasPillars)
            ComposePilasters(axes, pitch, left, right, eaves, groundFloor);
        for (int floor = 1; floor < floors; floor++)
        {
            float bottom = groundFloor - (floor - 1) * height;
            ComposeFloor(axes, pitch, bottom - height, bottom, floor, floors, left, right);
        }

        ComposeGroundFloor(axes, pitch, groundFloor, ground, left, right);
        ComposeCornice(left, right, eaves);
    }

    private float[] Axes(float left, float right, float height, out float pitch)
    {
        float from = Math.Max(left, -0.12f);
        float to = Math.Min(right, 1.12f);
        float wish = height * _style switch
        {
            FacadeStyle.Boulevard => Between(0.62f, 0.85f),
            FacadeStyle.Modern => Between(0.9f, 1.5f),
            FacadeStyle.Southern => Between(0.85f, 1.2f),
            _ => Between(0.72f, 1.05f),
        };
        int count = Math.Clamp((int)((to - from) / wish + 0.5f), 2, 8);
        float margin = left > 0 || right < 1 ? 0.02f : 0;
        pitch = (to - from - 2 * margin) / count;
        var axes = new float[count];
        for (int i = 0; i < count; i++)
            axes[i] = from + margin + (i + 0.5f) * pitch;

        // Pairs of axes move together on some houses.
        if (count >= 4 && count % 2 == 0 && Chance(0.3))
        {
            for (int i = 0; i < count; i++)
                axes[i] += (i % 2 == 0 ? 0.12f : -0.12f) * pitch;
        }

        return axes;
    }

    private void ComposeBands(float left, float right, float eaves, float groundFloor, float height, int floors)
    {
        if (_style == FacadeStyle.Modern && Chance(0.6))
            return;
        bool everyFloor = Chance(0.35);
        float thickness = Between(0.008f, 0.016f);
        for (int floor = 1; floor < floors; floor++)
        {
            float y = groundFloor - (floor - 1) * height;
            if (y > eaves + 0.05f && (everyFloor || floor == 1 && Chance(0.75) || floor == floors - 1 && Chance(0.25)))
                Add(left - 0.004f, y - thickness, right + 0.004f, y + thickness * 0.4f, FacadePart.Cornice, FacadeMaterial.Stone, _colors.Stone, relief: 0.014f);
        }
    }

    private void ComposeCornice(float left, float right, float eaves)
    {
        float thickness = _style == FacadeStyle.Modern ? Between(0.008f, 0.014f) : Between(0.018f, 0.038f);
        Add(left - 0.015f, eaves - thickness * 0.4f, right + 0.015f, eaves + thickness * 0.6f, FacadePart.Cornice, FacadeMaterial.Stone,
            _style == FacadeStyle.Modern ? _colors.Metal * 1.6f : _colors.Stone, relief: 0.03f, variant: _style == FacadeStyle.Modern ? 0 : 1);
    }

    private void ComposePilasters(float[] axes, float pitch, float left, float right, float eaves, float groundFloor)
    {
        float width = pitch * Between(0.12f, 0.2f);
        bool everyAxis = Chance(0.6);
        Vector3 color = FacadeColors.Vary(ref _random, _colors.Stone, 0.05f);
        for (int i = 0; i <= axes.Length; i++)
        {
            if (!everyAxis && i != 0 && i != axes.Length && i != axes.Length / 2)
                continue;
            float x = i < axes.Length ? axes[i] - pitch / 2 : axes[^1] + pitch / 2;
            x = Math.Clamp(x, left + width / 2, right - width / 2);
            Add(x - width / 2, eaves, x + width / 2, groundFloor, FacadePart.Pillar, FacadeMaterial.Column, color, relief: 0.012f);
        }
    }

    private void ComposeFloor(float[] axes, float pitch, float top, float bottom, int floor, int floors, float left, float right)
    {
        float height = bottom - top;
        WindowPlan plan = PlanWindows(floor, floors, pitch, height);
        float windowTop = top + height * plan.Above;
        float windowBottom = bottom - height * plan.Below;

        bool ribbon = _style == FacadeStyle.Modern && plan.Variant == 3;
        if (ribbon)
        {
            float from = axes[0] - pitch * 0.42f;
            float to = axes[^1] + pitch * 0.42f;
            AddWindow(from, windowTop, to, windowBottom, plan with { Variant = 3 + axes.Length });
            return;
        }

        bool hasLongBalcony = plan.HasLongBalcony;
        for (int i = 0; i < axes.Length; i++)
        {
            if (Chance(0.02))
                continue;
            float half = plan.Width / 2;
            float x = axes[i];
            ComposeWindow(x - half, windowTop, x + half, windowBottom, plan);
            bool hasBalcony = !hasLongBalcony && (plan.BalconyPattern == 1 || plan.BalconyPattern == 2 && i % 2 == 0 || plan.BalconyPattern == 3 && i == axes.Length / 2);
            if (hasBalcony)
                AddBalcony(x - half * 1.45f, x + half * 1.45f, windowBottom, height);
        }

        if (hasLongBalcony)
            AddBalcony(Math.Max(left + 0.01f, axes[0] - pitch * 0.48f), Math.Min(right - 0.01f, axes[^1] + pitch * 0.48f), windowBottom, height);
    }

    private WindowPlan PlanWindows(int floor, int floors, float pitch, float height)
    {
        bool isAttic = floor == floors - 1 && floors > 2 && Chance(0.4);
        float aspect = _style switch
        {
            FacadeStyle.Boulevard => Between(1.6f, 2.1f),
            FacadeStyle.Modern => Between(0.65f, 1.2f),
            FacadeStyle.Southern => Between(1.2f, 1.6f),
            _ => Between(1.25f, 1.75f),
        };
        float windowHeight = height * (isAttic ? Between(0.36f, 0.46f) : Between(0.54f, 0.72f));
        float width = Math.Min(windowHeight / (isAttic ? 1.1f : aspect), pitch * 0.66f);
        float below = _style == FacadeStyle.Boulevard ? Between(0.06f, 0.14f) : Between(0.14f, 0.24f);
        int balconies = _style switch
        {
            FacadeStyle.Boulevard => Chance(0.55) ? 1 + _random.NextInt(3) : 0,
            FacadeStyle.Southern => Chance(0.4) ? 1 + _random.NextInt(3) : 0,
            FacadeStyle.Modern => Chance(0.4) ? 1 + _random.NextInt(2) : 0,
            _ => Chance(0.15) ? 3 : 0,
        };
        bool longBalcony = !isAttic && _style is FacadeStyle.Boulevard or FacadeStyle.Modern && Chance(0.25);
        bool shutters = _style switch
        {
            FacadeStyle.Southern => Chance(0.7),
            FacadeStyle.Boulevard => Chance(0.2),
            FacadeStyle.Modern => false,
            _ => Chance(0.12),
        };
        return new WindowPlan(
            width, Math.Max(0.08f, 1 - below - windowHeight / height), below,
            Variant: _style == FacadeStyle.Modern ? (Chance(0.25) ? 3 : _random.NextInt(2)) : _random.NextInt(3),
            Shape: !isAttic && _style is FacadeStyle.Classical or FacadeStyle.Tenement or FacadeStyle.Southern && Chance(0.25) ? FacadeShape.Arch : FacadeShape.Rectangle,
            HasSill: _style != FacadeStyle.Modern && Chance(0.8),
            Molding: _style switch
            {
                FacadeStyle.Modern => 0,
                FacadeStyle.Classical or FacadeStyle.Boulevard => isAttic ? 1 : _random.NextInt(4),
                _ => Chance(0.6) ? 1 + _random.NextInt(2) : 0,
            },
            HasShutters: shutters && width < pitch * 0.55f,
            BalconyPattern: isAttic ? 0 : balconies,
            HasLongBalcony: longBalcony);
    }

    private void ComposeWindow(float left, float top, float right, float bottom, WindowPlan plan)
    {
        float width = right - left;
        float border = width * 0.13f;
        switch (plan.Molding)
        {
            case 1: // A lintel.
                Add(left - border * 0.7f, top - border * 1.5f, right + border * 0.7f, top, FacadePart.Molding, FacadeMaterial.Stone, _colors.Stone, relief: 0.008f);
                break;
            case 2: // A surround.
                Add(left - border, top - border, right + border, bottom, FacadePart.Molding, FacadeMaterial.Stone, _colors.Stone, shape: plan.Shape, relief: 0.006f, variant: 2);
                break;
            case 3: // A surround with a gable.
                Add(left - border, top - border, right + border, bottom, FacadePart.Molding, FacadeMaterial.Stone, _colors.Stone, relief: 0.006f, variant: 2);
                Add(left - border * 1.8f, top - border - width * 0.3f, right + border * 1.8f, top - border * 0.8f, FacadePart.Molding, FacadeMaterial.Stone, _colors.Stone,
                    shape: FacadeShape.Gable, relief: 0.014f);
                break;
        }

        AddWindow(left, top, right, bottom, plan);
        if (plan.HasSill)
            Add(left - border * 0.9f, bottom, right + border * 0.9f, bottom + Math.Max(0.008f, width * 0.1f), FacadePart.Sill, FacadeMaterial.Stone, _colors.Stone, relief: 0.014f);
        if (plan.HasShutters)
            ComposeShutters(left, top, right, bottom);
        else if (Chance(_style == FacadeStyle.Modern ? 0.15 : 0.05))
            Add(left, top, right, top + (bottom - top) * Between(0.25f, 0.9f), FacadePart.Shutter, FacadeMaterial.RollerBlind, FacadeColors.Rgb(196, 192, 182), relief: -0.006f);
    }

    private void ComposeShutters(float left, float top, float right, float bottom)
    {
        float width = right - left;
        double state = _random.NextDouble();
        if (state < 0.15)
        {
            // Closed.
            Add(left, top, left + width / 2, bottom, FacadePart.Shutter, FacadeMaterial.Louvres, _colors.Shutter, relief: 0.002f);
            Add(left + width / 2, top, right, bottom, FacadePart.Shutter, FacadeMaterial.Louvres, _colors.Shutter, relief: 0.002f);
            return;
        }

        float wing = width * 0.46f;
        Add(left - wing, top, left, bottom, FacadePart.Shutter, FacadeMaterial.Louvres, _colors.Shutter, relief: 0.009f);
        if (state < 0.95)
            Add(right, top, right + wing, bottom, FacadePart.Shutter, FacadeMaterial.Louvres, _colors.Shutter, relief: 0.009f);
    }

    private void AddWindow(float left, float top, float right, float bottom, WindowPlan plan) =>
        Add(left, top, right, bottom, FacadePart.Window, FacadeMaterial.Glazing, _colors.Frame, shape: plan.Shape, relief: -0.014f, variant: plan.Variant);

    private void AddBalcony(float left, float right, float windowBottom, float floorHeight)
    {
        bool isGlass = _style == FacadeStyle.Modern && Chance(0.6);
        float top = windowBottom - floorHeight * Between(0.24f, 0.32f);
        float slab = windowBottom + floorHeight * 0.045f;
        Add(left, top, right, slab, FacadePart.Balcony, isGlass ? FacadeMaterial.GlassRailing : FacadeMaterial.Railing, _colors.Metal,
            relief: 0.034f, accent: _colors.Stone, variant: _random.NextInt(2));
    }

    private void ComposeGroundFloor(float[] axes, float pitch, float top, float bottom, float left, float right)
    {
        float height = bottom - top;
        int entrance = _random.NextInt(axes.Length);
        int entrances = Chance(0.25) ? 2 : 1;
        bool hasShops = _style switch
        {
            FacadeStyle.Boulevard => Chance(0.65),
            FacadeStyle.Tenement or FacadeStyle.Modern => Chance(0.45),
            _ => Chance(0.25),
        };
        if (_style == FacadeStyle.Modern && !hasShops && Chance(0.5))
            ComposePillarsAtGround(axes, pitch, top, bottom, left, right);

        WindowPlan plan = PlanWindows(0, 2, pitch, height) with { BalconyPattern = 0, HasLongBalcony = false };
        for (int i = 0; i < axes.Length; i++)
        {
            bool isEntrance = i == entrance || entrances == 2 && i == (entrance + axes.Length / 2) % axes.Length;
            if (isEntrance)
                ComposeDoor(axes[i], Math.Min(pitch * 0.5f, height * 0.42f), top + height * Between(0.18f, 0.3f), bottom);
            else if (hasShops)
                i += ComposeShop(axes, pitch, i, entrance, entrances, top + height * 0.1f, bottom);
            else
                ComposeWindow(axes[i] - plan.Width / 2, top + height * Math.Max(plan.Above, 0.2f), axes[i] + plan.Width / 2, bottom - height * 0.28f, plan);
        }
    }

    // A shop takes one or two axes; returns the number of further axes that it took.
    private int ComposeShop(float[] axes, float pitch, int first, int entrance, int entrances, float top, float bottom)
    {
        bool isWide = first + 1 < axes.Length && first + 1 != entrance && entrances == 1 && Chance(0.6);
        float right = isWide ? axes[first + 1] : axes[first];
        Vector3 sign = FacadeColors.Vary(ref _random, FacadeColors.Choose(ref _random,
            [FacadeColors.Rgb(40, 66, 52), FacadeColors.Rgb(132, 32, 36), FacadeColors.Rgb(34, 44, 82), FacadeColors.Rgb(30, 30, 32), FacadeColors.Rgb(222, 214, 196), FacadeColors.Rgb(196, 142, 44)]), 0.08f);
        Add(axes[first] - pitch * 0.44f, top, right + pitch * 0.44f, bottom, FacadePart.Shop, FacadeMaterial.ShopFront, sign, relief: -0.008f,
            accent: _colors.Frame, variant: _random.NextInt(3));
        return isWide ? 1 : 0;
    }

    private void ComposeDoor(float x, float width, float top, float bottom)
    {
        bool isArched = _style is not FacadeStyle.Modern && Chance(0.45);
        FacadeShape shape = isArched ? FacadeShape.Arch : FacadeShape.Rectangle;
        float border = width * 0.16f;
        if (_style != FacadeStyle.Modern && Chance(0.75))
            Add(x - width / 2 - border, top - border, x + width / 2 + border, bottom, FacadePart.Molding, FacadeMaterial.Stone, _colors.Stone, shape: shape, relief: 0.01f, variant: 2);
        Add(x - width / 2, top, x + width / 2, bottom, FacadePart.Door, FacadeMaterial.WoodenDoor, _colors.Door, shape: shape, relief: -0.018f, accent: _colors.Frame);
    }

    private void ComposePillarsAtGround(float[] axes, float pitch, float top, float bottom, float left, float right)
    {
        float width = pitch * 0.14f;
        for (int i = 0; i <= axes.Length; i++)
        {
            float x = Math.Clamp(axes[0] - pitch / 2 + i * pitch, left + width / 2, right - width / 2);
            Add(x - width / 2, top, x + width / 2, bottom, FacadePart.Pillar, FacadeMaterial.Column, _colors.WallAccent, relief: 0.02f);
        }
    }

    private void Add(
        float left, float top, float right, float bottom, FacadePart part, FacadeMaterial material, Vector3 color,
        FacadeShape shape = FacadeShape.Rectangle, float relief = 0, Vector3 accent = default, int variant = 0) =>
        _elements.Add(new FacadeElement(left, top, right, bottom, part, material, color)
        {
            Shape = shape,
            Relief = relief,
            Accent = accent,
            Detail = (uint)_random.NextUInt64(),
            Variant = variant,
        });

    private bool Chance(double probability) => _random.NextDouble() < probability;

    private float Between(float low, float high) => low + (high - low) * (float)_random.NextDouble();

    /// <summary>What the windows of one floor have in common; margins are parts of the floor's height.</summary>
    private sealed record WindowPlan(
        float Width, float Above, float Below, int Variant, FacadeShape Shape, bool HasSill, int Molding, bool HasShutters, int BalconyPattern, bool HasLongBalcony);
}
