using TorchSharp;
using F = TorchSharp.torch.nn.functional;
using Tensor = TorchSharp.torch.Tensor;

namespace GanCompression.Training;

/// <summary>
/// Computes a <see cref="LayerGraph"/> with TorchSharp. It owns no weights: the caller hands it one tensor per parameter name,
/// so that a sub-network runs on slices of a wider network's weights and gradients flow into them. Thread-safe.
/// </summary>
public sealed class GraphExecutor
{
    private readonly int[][] _inputs;
    private readonly Dictionary<string, int> _indices;

    /// <summary>Prepares a graph.</summary>
    /// <param name="graph">A graph with one input.</param>
    /// <exception cref="GraphException">The graph has several inputs.</exception>
    /// <exception cref="NotSupportedException">TorchSharp does not work on this system (<see cref="TorchRuntime.EnsureLoaded"/>).</exception>
    public GraphExecutor(LayerGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        TorchRuntime.EnsureLoaded();
        if (graph.Inputs.Length != 1)
            throw new GraphException(FormattableString.Invariant($"Only networks with one input can be trained, but '{graph.Architecture}' has {graph.Inputs.Length}."));
        Graph = graph;

        // Value 0 is the input, value i + 1 that of node i.
        _indices = new Dictionary<string, int>(graph.Nodes.Length + 1, StringComparer.Ordinal) { [graph.Inputs[0].Name] = 0 };
        _inputs = new int[graph.Nodes.Length][];
        for (int i = 0; i < graph.Nodes.Length; i++)
        {
            LayerNode node = graph.Nodes[i];
            _inputs[i] = [.. node.Inputs.Select(name => _indices[name])];
            _indices[node.Name] = i + 1;
        }
    }

    /// <summary>The graph.</summary>
    public LayerGraph Graph { get; }

    /// <summary>Computes the graph's output.</summary>
    /// <param name="input">Batch × channels × height × width, float32.</param>
    /// <param name="parameters">Gives the tensor of a parameter's full name; what it creates belongs to the executor.</param>
    /// <param name="isTraining">Whether dropout drops, and batch normalisation uses and updates the statistics of the batch.</param>
    /// <returns>The output, owned by the caller's dispose scope.</returns>
    /// <exception cref="GraphException">The input does not fit the graph.</exception>
    public Tensor Run(Tensor input, Func<string, Tensor> parameters, bool isTraining = false) => Run(input, parameters, isTraining, Graph.Output)[0];

    /// <summary>Computes the values of named nodes in one pass.</summary>
    /// <param name="input">Batch × channels × height × width, float32.</param>
    /// <param name="parameters">Gives the tensor of a parameter's full name; what it creates belongs to the executor.</param>
    /// <param name="isTraining">Whether dropout drops, and batch normalisation uses and updates the statistics of the batch.</param>
    /// <param name="outputs">Names of nodes, for example <c>model.9</c>; nodes behind the last one are not computed.</param>
    /// <returns>The values in the order of the names, owned by the caller's dispose scope.</returns>
    /// <exception cref="GraphException">The input does not fit the graph, or there is no such node.</exception>
    public Tensor[] Run(Tensor input, Func<string, Tensor> parameters, bool isTraining, params ReadOnlySpan<string> outputs)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(parameters);
        CheckInput(input);
        (int[] wanted, int[] lastUse) = Plan(outputs);

        using DisposeScope scope = torch.NewDisposeScope();
        var values = new Tensor?[_inputs.Length + 1];
        values[0] = input;
        int end = wanted.Max();
        for (int i = 0; i < end; i++)
        {
            LayerNode node = Graph.Nodes[i];
            int[] from = _inputs[i];
            values[i + 1] = Compute(node, values[from[0]]!, from, values, parameters, isTraining);

            // Early release keeps memory near what the backward pass needs instead of every value of the network.
            foreach (int source in from)
            {
                if (source > 0 && lastUse[source] == i)
                {
                    values[source]?.Dispose();
                    values[source] = null;
                }
            }
        }

        return Array.ConvertAll(wanted, index => values[index]!.MoveToOuterDisposeScope());
    }

    private void CheckInput(Tensor input)
    {
        long[] shape = input.shape;
        int channels = Graph.Inputs[0].Channels;
        if (shape.Length != 4 || shape[1] != channels)
        {
            throw new GraphException(FormattableString.Invariant(
                $"'{Graph.Architecture}' expects an input of batch × {channels} × height × width, but got [{string.Join(", ", shape)}]."));
        }
    }

    private (int[] Wanted, int[] LastUse) Plan(ReadOnlySpan<string> outputs)
    {
        var wanted = new int[outputs.Length];
        var lastUse = new int[_inputs.Length + 1];
        Array.Fill(lastUse, -1);
        for (int i = 0; i < _inputs.Length; i++)
        {
            foreach (int source in _inputs[i])
                lastUse[source] = i;
        }

        for (int k = 0; k < wanted.Length; k++)
        {
            wanted[k] = _indices.TryGetValue(outputs[k], out int index) && index > 0
                ? index
                : throw new GraphException($"'{Graph.Architecture}' has no node '{outputs[k]}'.");
            lastUse[index] = int.MaxValue;
        }

        return (wanted, lastUse);
    }

    private static Tensor Compute(LayerNode node, Tensor x, int[] from, Tensor?[] values, Func<string, Tensor> parameters, bool isTraining)
    {
        return node.Layer switch
        {
            Conv2d { HasBias: var hasBias } => Convolution.Run(node.Layer, x, Parameter("weight"), hasBias ? Parameter("bias") : null),
            ConvTranspose2d { HasBias: var hasBias } => Convolution.Run(node.Layer, x, Parameter("weight"), hasBias ? Parameter("bias") : null),
            InstanceNorm2d norm => F.instance_norm(x, eps: norm.Epsilon),
            BatchNorm2d norm => F.batch_norm(x, Parameter("running_mean"), Parameter("running_var"),
                norm.HasScale ? Parameter("weight") : null, Parameter("bias"), isTraining, eps: norm.Epsilon),
            ReLU => x.relu(),
            LeakyReLU leaky => F.leaky_relu(x, leaky.NegativeSlope),
            Tanh => x.tanh(),
            Clamp clamp => x.clamp(clamp.Min, clamp.Max),
            ReflectionPad2d pad => F.pad(x, new long[] { pad.Padding, pad.Padding, pad.Padding, pad.Padding }, PaddingModes.Reflect),
            Add => x + values[from[1]]!,
            Concat => torch.cat(Array.ConvertAll(from, index => values[index]!), 1),
            UpsampleNearest2d upsample => F.interpolate(x, scale_factor: [upsample.Scale, upsample.Scale], mode: torch.InterpolationMode.Nearest),
            Dropout dropout => F.dropout(x, dropout.Rate, isTraining),
            MaxPool2d pool => F.max_pool2d(x, Pair(pool.Kernel, pool.Kernel), Pair(pool.Stride, pool.Stride), Pair(pool.Padding, pool.Padding), Pair(1, 1), pool.CeilMode),
            AvgPool2d pool => F.avg_pool2d(x, Pair(pool.Kernel, pool.Kernel), Pair(pool.Stride, pool.Stride), Pair(pool.Padding, pool.Padding), false, pool.CountIncludePad),
            GlobalAvgPool2d => x.mean([2, 3], true),
            _ => throw new GraphException($"Node '{node.Name}': layers of kind '{node.Layer.Kind}' cannot be trained."),
        };

        Tensor Parameter(string name) => parameters(node.ParameterName(name));
    }

    private static long[] Pair(long height, long width) => [height, width];
}
