namespace GanCompression.MLNet;

/// <summary>What a pixel of a <see cref="FacadeScene"/> belongs to.</summary>
public enum FacadePart
{
    /// <summary>Sky, street and neighbouring buildings.</summary>
    Background,

    /// <summary>Wall of the building.</summary>
    Wall,

    /// <summary>Roof with its chimneys.</summary>
    Roof,

    /// <summary>Window: glass and frame.</summary>
    Window,

    /// <summary>Door.</summary>
    Door,

    /// <summary>Cornices and bands between floors.</summary>
    Cornice,

    /// <summary>Window sill.</summary>
    Sill,

    /// <summary>Balcony with its railing.</summary>
    Balcony,

    /// <summary>Shutters and blinds.</summary>
    Shutter,

    /// <summary>Ornament around and above windows and doors.</summary>
    Molding,

    /// <summary>Pillars and pilasters.</summary>
    Pillar,

    /// <summary>Shop front.</summary>
    Shop,
}
