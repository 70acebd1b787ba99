namespace GanCompression.Tool.Reporting;

/// <summary>Teacher divided by student: how many times smaller or faster the student is.</summary>
internal sealed record RatioReport
{
    /// <summary>Multiply-adds by the published rule.</summary>
    public required double MultiplyAdds { get; init; }

    /// <summary>Multiply-adds that the convolutions need.</summary>
    public required double ExactMultiplyAdds { get; init; }

    /// <summary>Parameters.</summary>
    public required double Parameters { get; init; }

    /// <summary>Size of the model file with the generator alone.</summary>
    public required double FileBytes { get; init; }

    /// <summary>Median latency.</summary>
    public required double Latency { get; init; }

    /// <summary>Processor time for one image.</summary>
    public required double ProcessorTime { get; init; }

    /// <summary>Compares two models.</summary>
    public static RatioReport Of(ModelReport teacher, ModelReport student) => new()
    {
        MultiplyAdds = (double)teacher.MultiplyAdds / student.MultiplyAdds,
        ExactMultiplyAdds = (double)teacher.ExactMultiplyAdds / student.ExactMultiplyAdds,
        Parameters = (double)teacher.Parameters / student.Parameters,
        FileBytes = (double)teacher.FileBytes / student.FileBytes,
        Latency = teacher.Latency.MedianMilliseconds / student.Latency.MedianMilliseconds,
        ProcessorTime = teacher.Latency.ProcessorMilliseconds / student.Latency.ProcessorMilliseconds,
    };
}
