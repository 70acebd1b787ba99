using Parameter = TorchSharp.Modules.Parameter;
using Tensor = TorchSharp.torch.Tensor;

namespace GanCompression.Training;

/// <summary>
/// A network whose weights live in libtorch and can learn. It runs its own graph, or a narrower graph of the same family on
/// the leading slices of its weights (a supernet; GAN Compression, TPAMI 2022, §3.3). Not thread-safe.
/// </summary>
public sealed class TrainableNetwork : IDisposable
{
    private readonly Dictionary<string, Tensor> _tensors = new(StringComparer.Ordinal);
    private readonly List<KeyValuePair<string, Parameter>> _parameters = [];
    private readonly GraphExecutor _executor;

    /// <summary>Copies a network into libtorch.</summary>
    /// <param name="network">The network.</param>
    /// <param name="isTrainable">Whether its weights collect gradients; also the initial value of <see cref="IsTraining"/>.</param>
    /// <exception cref="GraphException">The graph has several inputs.</exception>
    public TrainableNetwork(Network network, bool isTrainable = true)
    {
        ArgumentNullException.ThrowIfNull(network);
        _executor = new GraphExecutor(network.Graph);
        IsTraining = isTrainable;
        foreach (ParameterSpec spec in network.Graph.Parameters)
        {
            // Outside every dispose scope: weights live as long as this object.
            Tensor values = network.Weights[spec.Name].ToTensor().DetachFromDisposeScope();
            if (spec.IsTrainable)
            {
                var parameter = new Parameter(values, isTrainable);
                _ = parameter.DetachFromDisposeScope();
                _parameters.Add(new(spec.Name, parameter));
                values = parameter;
            }

            _tensors.Add(spec.Name, values);
        }
    }

    /// <summary>The graph.</summary>
    public LayerGraph Graph => _executor.Graph;

    /// <summary>The trainable weights by name, in the graph's order. They belong to this object.</summary>
    public IReadOnlyList<KeyValuePair<string, Parameter>> Parameters => _parameters;

    /// <summary>Whether dropout drops, and batch normalisation uses and updates the statistics of the batch.</summary>
    public bool IsTraining { get; set; }

    /// <summary>Computes the output.</summary>
    /// <param name="input">Batch × channels × height × width.</param>
    /// <param name="narrowed">A narrower graph to compute instead, on the leading slices of the weights; null for the network's own.</param>
    /// <param name="isFrozen">Whether the weights stand still: gradients then flow to the input only, and cost a third less.</param>
    /// <exception cref="GraphException">The input does not fit, or the narrower graph wants something this network does not have.</exception>
    public Tensor Forward(Tensor input, LayerGraph? narrowed = null, bool isFrozen = false) =>
        Forward(input, narrowed, isFrozen, (narrowed ?? Graph).Output)[0];

    /// <summary>Computes the values of named nodes in one pass.</summary>
    /// <param name="input">Batch × channels × height × width.</param>
    /// <param name="narrowed">A narrower graph to compute instead, on the leading slices of the weights; null for the network's own.</param>
    /// <param name="isFrozen">Whether the weights stand still: gradients then flow to the input only.</param>
    /// <param name="outputs">Names of nodes.</param>
    /// <returns>The values in the order of the names.</returns>
    /// <exception cref="GraphException">The input does not fit, or the narrower graph wants something this network does not have.</exception>
    public Tensor[] Forward(Tensor input, LayerGraph? narrowed, bool isFrozen, params ReadOnlySpan<string> outputs)
    {
        Func<string, Tensor> whole = isFrozen ? name => _tensors[name].detach() : name => _tensors[name];
        if (narrowed is null)
            return _executor.Run(input, whole, IsTraining, outputs);
        Dictionary<string, ParameterSpec> specs = narrowed.Parameters.ToDictionary(spec => spec.Name, StringComparer.Ordinal);
        return new GraphExecutor(narrowed).Run(input, name => Slice(name, specs[name], isFrozen), IsTraining, outputs);
    }

    /// <summary>Copies the weights out.</summary>
    public WeightTable ExportWeights() => new(Graph.Parameters.Select(spec => new KeyValuePair<string, WeightTensor>(spec.Name, _tensors[spec.Name].ToWeightTensor())));

    /// <summary>The network with a copy of its present weights.</summary>
    public Network ToNetwork() => new(Graph, ExportWeights());

    /// <summary>Overwrites the weights.</summary>
    /// <param name="weights">Weights that fit the graph.</param>
    /// <exception cref="FormatException">The weights do not fit; the message lists every difference.</exception>
    public void ImportWeights(WeightTable weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        foreach ((string name, WeightTensor tensor) in weights.For(Graph))
            _tensors[name].Overwrite(tensor, name);
    }

    /// <summary>Frees the weights.</summary>
    public void Dispose()
    {
        foreach (Tensor tensor in _tensors.Values)
            tensor.Dispose();
    }

    private Tensor Slice(string name, ParameterSpec spec, bool isFrozen)
    {
        if (!_tensors.TryGetValue(name, out Tensor? tensor))
            throw new GraphException($"'{Graph.Architecture}' has no weights named '{name}', which the narrower network needs.");
        long[] shape = tensor.shape;
        if (shape.Length != spec.Shape.Length)
            throw WiderThan(name, spec, shape);
        Tensor slice = isFrozen ? tensor.detach() : tensor;
        for (int axis = 0; axis < shape.Length; axis++)
        {
            if (spec.Shape[axis] > shape[axis])
                throw WiderThan(name, spec, shape);
            if (spec.Shape[axis] < shape[axis])
                slice = slice.narrow(axis, 0, spec.Shape[axis]);
        }

        return slice;
    }

    private static GraphException WiderThan(string name, ParameterSpec spec, long[] shape) =>
        new($"'{name}' has shape [{string.Join(", ", shape)}], and [{string.Join(", ", spec.Shape)}] is not a leading slice of it. Choose a plan that is nowhere wider than the network.");
}
