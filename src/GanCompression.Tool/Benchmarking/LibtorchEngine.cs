using GanCompression.Runtime;
using GanCompression.Training;
using TorchSharp;
using Tensor = TorchSharp.torch.Tensor;

namespace GanCompression.Tool.Benchmarking;

/// <summary>libtorch in this process: the same graph and weights, node by node, without gradients.</summary>
internal sealed class LibtorchEngine : IInferenceEngine
{
    /// <summary>Name in the table.</summary>
    public const string EngineName = "libtorch";

    private readonly TrainableNetwork _network;
    private readonly Tensor _source;
    private readonly Action _run;

    /// <summary>Copies a generator into libtorch.</summary>
    /// <param name="network">The generator.</param>
    /// <param name="size">Height and width of the image.</param>
    /// <param name="threads">Threads that work on one image.</param>
    /// <param name="source">The image, plane by plane.</param>
    public LibtorchEngine(Network network, int size, int threads, float[] source)
    {
        Threads = threads;
        _network = new TrainableNetwork(network, isTrainable: false);
        _source = torch.tensor(source, [1, network.Graph.Inputs[0].Channels, size, size]).DetachFromDisposeScope();
        _run = () =>
        {
            using DisposeScope scope = torch.NewDisposeScope();
            using IDisposable noGradient = torch.no_grad();
            _ = _network.Forward(_source);
        };
    }

    /// <inheritdoc/>
    public string Name => EngineName;

    /// <inheritdoc/>
    public int Threads { get; }

    /// <inheritdoc/>
    public float[] Compute()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradient = torch.no_grad();
        return _network.Forward(_source).data<float>().ToArray();
    }

    /// <inheritdoc/>
    public void Run(LatencyRecorder recorder)
    {
        int before = torch.get_num_threads();
        torch.set_num_threads(Threads);
        try
        {
            _run();
            recorder.Time(_run);
        }
        finally
        {
            torch.set_num_threads(before);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _source.Dispose();
        _network.Dispose();
    }
}
