using GanCompression.Runtime;

namespace GanCompression.Tool.Benchmarking;

/// <summary>The product's own engine.</summary>
internal sealed class RuntimeEngine : IInferenceEngine
{
    private readonly float[] _source;
    private readonly float[] _target;
    private readonly Action _run;

    /// <summary>Compiles a generator.</summary>
    /// <param name="network">The generator.</param>
    /// <param name="size">Height and width of the image.</param>
    /// <param name="threads">Threads that work on one image.</param>
    /// <param name="source">The image, plane by plane.</param>
    public RuntimeEngine(Network network, int size, int threads, float[] source)
    {
        Threads = threads;
        Network = CompiledNetwork.Compile(network, size, size, new CompileOptions { NumberOfThreads = threads });
        _source = source;
        _target = new float[Network.OutputShape.Elements];
        _run = () => Network.Run(_source, _target);
    }

    /// <inheritdoc/>
    public string Name => "GanCompression";

    /// <inheritdoc/>
    public int Threads { get; }

    /// <summary>The compiled generator.</summary>
    public CompiledNetwork Network { get; }

    /// <inheritdoc/>
    public float[] Compute()
    {
        _run();
        return [.. _target];
    }

    /// <inheritdoc/>
    public void Run(LatencyRecorder recorder)
    {
        _run();
        recorder.Time(_run);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
