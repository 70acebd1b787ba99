using System.Collections.Immutable;

namespace GanCompression;

/// <summary>What one stage did to a generator: part of a model's provenance.</summary>
public sealed record StageRecord
{
    /// <summary>Name of the method, for example <c>Pix2Pix</c> or <c>Distillation</c>.</summary>
    public required string Stage { get; init; }

    /// <summary>The options that matter for the result, by name, as invariant text.</summary>
    public ImmutableSortedDictionary<string, string> Options { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Seed of everything random.</summary>
    public long Seed { get; init; }

    /// <summary>Wall-clock time, in seconds. Zero where nothing ran.</summary>
    public double DurationSeconds { get; init; }

    /// <summary>Images the cost figures are for, in pixels (height and width).</summary>
    public int ImageSize { get; init; }

    /// <summary>Multiply-adds (published rule) of the generator that went in; null for a trainer from scratch.</summary>
    public long? MultiplyAddsBefore { get; init; }

    /// <summary>Multiply-adds (published rule) of the generator that came out.</summary>
    public long MultiplyAddsAfter { get; init; }

    /// <summary>Parameters of the generator that went in; null for a trainer from scratch.</summary>
    public long? ParametersBefore { get; init; }

    /// <summary>Parameters of the generator that came out.</summary>
    public long ParametersAfter { get; init; }

    /// <summary>Last values of the losses and metrics, by name.</summary>
    public ImmutableSortedDictionary<string, double> Metrics { get; init; } = ImmutableSortedDictionary<string, double>.Empty;
}
