namespace GanCompression.Tool.Reporting;

/// <summary>What one training stage took and how its losses went.</summary>
internal sealed record StageReport
{
    /// <summary>Name of the stage, as in the model's provenance.</summary>
    public required string Name { get; init; }

    /// <summary>Epochs trained.</summary>
    public required int Epochs { get; init; }

    /// <summary>Optimiser steps.</summary>
    public required long Steps { get; init; }

    /// <summary>Wall-clock time in seconds.</summary>
    public required double Seconds { get; init; }

    /// <summary>Training images per second.</summary>
    public required double ImagesPerSecond { get; init; }

    /// <summary>The losses, oldest first.</summary>
    public required IReadOnlyList<LossPoint> Losses { get; init; }
}
