namespace GanCompression.Benchmarks;

/// <summary>A part of the benchmark.</summary>
internal enum Part
{
    /// <summary>Generators, one image at a time.</summary>
    Inference,

    /// <summary>Passes and steps of training.</summary>
    Training,

    /// <summary>What a search costs.</summary>
    Search,
}
