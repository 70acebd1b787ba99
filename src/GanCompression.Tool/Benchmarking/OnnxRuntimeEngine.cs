using GanCompression.Runtime;
using GanCompression.Tool.Peers;

namespace GanCompression.Tool.Benchmarking;

/// <summary>ONNX Runtime in a process of its own, on the exported generator.</summary>
internal sealed class OnnxRuntimeEngine : IInferenceEngine
{
    /// <summary>Name in the table, without the version.</summary>
    public const string EngineName = "ONNX Runtime";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gancompression-benchmark-");
    private readonly OnnxRuntimePeer _peer;
    private readonly OnnxRuntimeModel _model;
    private readonly PeerTensor _source;

    /// <summary>Exports a generator and loads it.</summary>
    /// <param name="network">The generator.</param>
    /// <param name="size">Height and width of the image.</param>
    /// <param name="threads">Threads that work on one image.</param>
    /// <param name="source">The image, plane by plane.</param>
    /// <exception cref="PeerUnavailableException">It is not installed.</exception>
    public OnnxRuntimeEngine(Network network, int size, int threads, float[] source)
    {
        Threads = threads;
        OnnxRuntimePeer? peer = null;
        try
        {
            peer = OnnxRuntimePeer.Start();
            string path = Path.Combine(_folder.FullName, "generator.onnx");
            OnnxExport.Write(network, path, new OnnxExportOptions { Height = size, Width = size });
            GraphInput input = network.Graph.Inputs[0];
            _source = PeerTensor.FromFloats(input.Name, source, 1, input.Channels, size, size);
            _model = peer.Load(path, threads);
            _peer = peer;
        }
        catch
        {
            peer?.Dispose();
            _folder.Delete(recursive: true);
            throw;
        }
    }

    /// <inheritdoc/>
    public string Name => $"{EngineName} {_peer.Version}";

    /// <inheritdoc/>
    public int Threads { get; }

    /// <inheritdoc/>
    public float[] Compute() => _model.Run(_source)[0].Floats.ToArray();

    /// <inheritdoc/>
    public void Run(LatencyRecorder recorder)
    {
        PeerTiming timing = _model.Measure(runs: 2)[1];
        recorder.Add(timing.Wall, timing.Processor);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _model.Dispose();
        _peer.Dispose();
        _folder.Delete(recursive: true);
    }
}
