using System.Diagnostics;

namespace GanCompression.Runtime;

/// <summary>How long a network takes for one image, from repeated runs.</summary>
public sealed record LatencyMeasurement
{
    /// <summary>Number of runs.</summary>
    public required int Runs { get; init; }

    /// <summary>The fastest run, by the clock.</summary>
    public required TimeSpan Minimum { get; init; }

    /// <summary>The time that one run in ten stays below, by the clock.</summary>
    public required TimeSpan Percentile10 { get; init; }

    /// <summary>The middle of the runs, by the clock. Other work on the machine lengthens it.</summary>
    public required TimeSpan Median { get; init; }

    /// <summary>The time that one run in ten exceeds, by the clock.</summary>
    public required TimeSpan Percentile90 { get; init; }

    /// <summary>The time that one run in a hundred exceeds, by the clock.</summary>
    public required TimeSpan Percentile99 { get; init; }

    /// <summary>
    /// Mean processor time of all threads of the process, which other processes hardly touch; null where some run came without it.
    /// With several threads it is more than the time by the clock.
    /// </summary>
    public required TimeSpan? ProcessorTime { get; init; }

    /// <summary>
    /// The time that one image needs when nothing else runs: that of the fastest eighth of the runs, or the processor time where that is
    /// less. Other processes add to the one, other threads of this process to the other, and neither takes anything away.
    /// </summary>
    public required TimeSpan Undisturbed { get; init; }

    /// <summary>Managed memory, in bytes, that the calling thread allocates for one image.</summary>
    public required long AllocatedBytes { get; init; }

    /// <summary>Images per second at the median, one after the other.</summary>
    public double ImagesPerSecond => 1 / Median.TotalSeconds;

    /// <summary>Measures a compiled network on a made-up image.</summary>
    /// <param name="network">The network.</param>
    /// <param name="options">How often and how long; null for the defaults.</param>
    /// <param name="cancellationToken">Stops between two runs.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="OperationCanceledException">The token asked to stop.</exception>
    public static LatencyMeasurement Measure(CompiledNetwork network, LatencyOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(network);
        float[] source = RandomImage(network.InputShape);
        var target = new float[network.OutputShape.Elements];
        return Measure(() => network.Run(source, target), options, cancellationToken);
    }

    /// <summary>Measures a generator on a made-up image of the size that it was made for, on the calling thread alone.</summary>
    /// <param name="model">The generator.</param>
    /// <param name="options">How often and how long; null for the defaults.</param>
    /// <param name="cancellationToken">Stops between two runs.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="NotSupportedException">The engine lacks a layer of the generator; the message names it.</exception>
    /// <exception cref="OperationCanceledException">The token asked to stop.</exception>
    public static LatencyMeasurement Measure(GeneratorModel model, LatencyOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Measure(CompiledNetwork.Compile(model.Generator, model.ImageSize, model.ImageSize), options, cancellationToken);
    }

    /// <summary>Measures anything that computes one image per call.</summary>
    /// <param name="run">Computes one image.</param>
    /// <param name="options">How often and how long; null for the defaults.</param>
    /// <param name="cancellationToken">Stops between two runs.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="OperationCanceledException">The token asked to stop.</exception>
    public static LatencyMeasurement Measure(Action run, LatencyOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(run);
        options ??= new LatencyOptions();
        options.Validate();
        for (int i = 0; i < options.WarmUpRuns; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            run();
        }

        var recorder = new LatencyRecorder();
        long start = Stopwatch.GetTimestamp();
        while (recorder.Runs < options.FewestRuns || (recorder.Runs < options.MostRuns && !IsEnough(Stopwatch.GetElapsedTime(start))))
        {
            cancellationToken.ThrowIfCancellationRequested();
            recorder.Time(run);
        }

        return recorder.ToMeasurement();

        bool IsEnough(TimeSpan elapsed) => elapsed >= options.LongestTime || (elapsed >= options.ShortestTime && recorder.IsSettled);
    }

    /// <summary>A made-up image: values in [-1, 1], the same every time.</summary>
    internal static float[] RandomImage(TensorShape shape)
    {
        var random = new SeededRandom(seed: 0);
        var values = new float[shape.Elements];
        for (int i = 0; i < values.Length; i++)
            values[i] = (float)(2 * random.NextDouble() - 1);
        return values;
    }
}
