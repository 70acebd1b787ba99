namespace GanCompression.Tool.Reporting;

/// <summary>Everything measured about one generator.</summary>
internal sealed record ModelReport
{
    /// <summary>File name within the output folder.</summary>
    public required string File { get; init; }

    /// <summary>Architecture of the generator.</summary>
    public required string Architecture { get; init; }

    /// <summary>Its width (a number) or channel plan.</summary>
    public required string Channels { get; init; }

    /// <summary>Multiply-adds per image by the published rule.</summary>
    public required long MultiplyAdds { get; init; }

    /// <summary>Multiply-adds per image that the convolutions need.</summary>
    public required long ExactMultiplyAdds { get; init; }

    /// <summary>Trainable parameters.</summary>
    public required long Parameters { get; init; }

    /// <summary>Size of the model file with the generator alone, in bytes.</summary>
    public required long FileBytes { get; init; }

    /// <summary>Time for one image.</summary>
    public required LatencyReport Latency { get; init; }

    /// <summary>Quality on the test images.</summary>
    public required QualityReport Quality { get; init; }
}
