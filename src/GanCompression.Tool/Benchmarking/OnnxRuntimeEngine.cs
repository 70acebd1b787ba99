using GanCompression.Runtime;
using Microsoft.ML.OnnxRuntime;

namespace GanCompression.Tool.Benchmarking;

/// <summary>ONNX Runtime in this process, on the exported generator, with all its graph optimisations. Input and output are allocated once.</summary>
internal sealed class OnnxRuntimeEngine : IInferenceEngine
{
    /// <summary>Name in the table, without the version.</summary>
    public const string EngineName = "ONNX Runtime";

    private readonly InferenceSession _session;
    private readonly RunOptions _options = new();
    private readonly OrtValue[] _inputs;
    private readonly OrtValue[] _outputs;
    private readonly float[] _target;
    private readonly Action _run;

    /// <summary>Exports a generator and loads it.</summary>
    /// <param name="network">The generator.</param>
    /// <param name="size">Height and width of the image.</param>
    /// <param name="threads">Threads that work on one image.</param>
    /// <param name="source">The image, plane by plane.</param>
    public OnnxRuntimeEngine(Network network, int size, int threads, float[] source)
    {
        Threads = threads;
        using var file = new MemoryStream();
        _ = OnnxExport.Write(network, file, new OnnxExportOptions { Height = size, Width = size });
        using var options = new SessionOptions
        {
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            IntraOpNumThreads = threads,
            InterOpNumThreads = 1,
        };
        _session = new InferenceSession(file.ToArray(), options);
        long[] inputShape = [1, network.Graph.Inputs[0].Channels, size, size];
        long[] outputShape = Array.ConvertAll(_session.OutputMetadata.Values.Single().Dimensions, extent => (long)extent);
        _target = new float[outputShape.Aggregate((product, extent) => product * extent)];
        _inputs = [OrtValue.CreateTensorValueFromMemory(source, inputShape)];
        _outputs = [OrtValue.CreateTensorValueFromMemory(_target, outputShape)];
        _run = () => _session.Run(_options, _session.InputNames, _inputs, _session.OutputNames, _outputs);
    }

    /// <inheritdoc/>
    public string Name => $"{EngineName} {OrtEnv.Instance().GetVersionString()}";

    /// <inheritdoc/>
    public int Threads { get; }

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
        foreach (OrtValue value in (OrtValue[])[.. _inputs, .. _outputs])
            value.Dispose();
        _options.Dispose();
        _session.Dispose();
    }
}
