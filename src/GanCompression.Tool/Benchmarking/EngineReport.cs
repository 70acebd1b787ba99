namespace GanCompression.Tool.Benchmarking;

/// <summary>How fast one engine ran one generator. Times are for one image, in milliseconds.</summary>
internal sealed record EngineReport
{
    /// <summary>The engine.</summary>
    public required string Engine { get; init; }

    /// <summary>Threads that worked on one image.</summary>
    public required int Threads { get; init; }

    /// <summary>Number of runs.</summary>
    public required int Runs { get; init; }

    /// <summary>Median, by the clock.</summary>
    public required double MedianMilliseconds { get; init; }

    /// <summary>Tenth percentile, by the clock.</summary>
    public required double LowMilliseconds { get; init; }

    /// <summary>Ninetieth percentile, by the clock.</summary>
    public required double HighMilliseconds { get; init; }

    /// <summary>The fastest run, by the clock.</summary>
    public required double MinimumMilliseconds { get; init; }

    /// <summary>What an image takes when nothing else runs: the fastest eighth of the runs, or the processor time where that is less.</summary>
    public required double UndisturbedMilliseconds { get; init; }

    /// <summary>Mean processor time of all threads of the process that ran it.</summary>
    public required double? ProcessorMilliseconds { get; init; }

    /// <summary>Images per second at the median.</summary>
    public required double ImagesPerSecond { get; init; }

    /// <summary>Billions of floating-point operations per second in the undisturbed time, two for each exact multiply-add.</summary>
    public required double GigaflopsPerSecond { get; init; }

    /// <summary>The share of the machine's peak with as many threads.</summary>
    public required double ShareOfPeak { get; init; }

    /// <summary>Median relative to that of the product's engine with as many threads: above 1 is slower.</summary>
    public required double RelativeTime { get; init; }

    /// <summary>Largest difference of a value of the result from that of the product's engine.</summary>
    public required double LargestDifference { get; init; }

    /// <summary>Memory that the product's engine works in beside its weights, in bytes; null for peers.</summary>
    public long? WorkingBytes { get; init; }

    /// <summary>Memory that the weights of the product's engine take, in bytes; null for peers.</summary>
    public long? WeightBytes { get; init; }

    /// <summary>Managed memory that one image allocates, in bytes; null for peers.</summary>
    public long? AllocatedBytes { get; init; }
}
