namespace GanCompression.MLNet;

/// <summary>How an element of a scene looks.</summary>
internal enum FacadeMaterial
{
    Sky,
    Street,
    Neighbour,
    Brick,
    Plaster,
    Ashlar,
    Panels,
    Tiles,
    Slate,
    Glazing,
    WoodenDoor,
    Stone,
    Louvres,
    RollerBlind,
    Railing,
    GlassRailing,
    Column,
    ShopFront,
}
