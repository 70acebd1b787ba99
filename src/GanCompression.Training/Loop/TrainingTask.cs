using TorchSharp;
using Tensor = TorchSharp.torch.Tensor;

namespace GanCompression.Training;

/// <summary>What one kind of training does in a step. The loop around it (order, schedule, checkpoints, reports) is shared.</summary>
internal abstract class TrainingTask : IDisposable
{
    private readonly List<KeyValuePair<string, TrainableNetwork>> _networks = [];
    private readonly List<NetworkOptimizer> _optimizers = [];

    /// <summary>Name in reports, provenance and checkpoints.</summary>
    public abstract string Stage { get; }

    /// <summary>Names of the losses that a step returns, in order.</summary>
    public abstract IReadOnlyList<string> LossNames { get; }

    /// <summary>The networks that learn, by name.</summary>
    public IReadOnlyList<KeyValuePair<string, TrainableNetwork>> Networks => _networks;

    /// <summary>Their optimisers.</summary>
    public IReadOnlyList<NetworkOptimizer> Optimizers => _optimizers;

    /// <summary>Makes one optimisation step; temporary tensors belong to the caller's dispose scope.</summary>
    /// <param name="batch">The images.</param>
    /// <param name="step">Number of the step, from 0.</param>
    /// <returns>The losses in the order of <see cref="LossNames"/>, each weighted as in the total: a vector without gradient.</returns>
    public abstract Tensor Step(ImageBatch batch, long step);

    /// <summary>What decides the next steps apart from networks, optimisers and position, for checkpoints. Names must not be those of a network or optimiser.</summary>
    public virtual IEnumerable<KeyValuePair<string, WeightTensor>> ExportState() => [];

    /// <summary>Brings back what <see cref="ExportState"/> gave.</summary>
    /// <param name="state">The whole checkpoint.</param>
    /// <exception cref="FormatException">The state does not fit.</exception>
    public virtual void ImportState(WeightTable state)
    {
    }

    public virtual void Dispose()
    {
        foreach (NetworkOptimizer optimizer in _optimizers)
            optimizer.Dispose();
        foreach ((_, TrainableNetwork network) in _networks)
            network.Dispose();
    }

    protected TrainableNetwork Learn(string name, Network network)
    {
        var trainable = new TrainableNetwork(network);
        _networks.Add(new(name, trainable));
        return trainable;
    }

    protected NetworkOptimizer Optimize(string name, IEnumerable<KeyValuePair<string, TorchSharp.Modules.Parameter>> parameters, TrainingOptions options)
    {
        var optimizer = new NetworkOptimizer(name, parameters, options);
        _optimizers.Add(optimizer);
        return optimizer;
    }

    protected static Tensor Record(params Tensor[] losses)
    {
        using IDisposable noGradient = torch.no_grad();
        return torch.stack(Array.ConvertAll(losses, loss => loss.detach()));
    }
}
