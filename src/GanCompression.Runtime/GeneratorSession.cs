namespace GanCompression.Runtime;

/// <summary>
/// Runs a generator on images of any size that it accepts. Thread-safe: every concurrent call works on a compiled network of
/// its own, taken from a pool per image size; the weights are prepared once and shared. Sizes not used for longest are
/// forgotten first.
/// </summary>
public sealed class GeneratorSession : IDisposable
{
    private readonly NetworkProgram _program;
    private readonly VectorWidth _vectorWidth;
    private readonly int _maxImageSizes;
    private readonly int _threads;
    private readonly Lock _lock = new();
    private readonly LinkedList<SizePool> _pools = new();
    private bool _isDisposed;

    /// <summary>Prepares a generator.</summary>
    /// <param name="model">The generator with its weights.</param>
    /// <param name="options">Settings; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="NotSupportedException">The engine lacks a layer of the network, or does not know the encoding of its images; the message names it.</exception>
    public GeneratorSession(GeneratorModel model, CompileOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        options ??= new CompileOptions();
        options.Validate();
        if (model.Encoding != ImageEncoding.RgbSigned)
            throw new NotSupportedException($"The inference engine reads images encoded as {ImageEncoding.RgbSigned}, but the model expects {model.Encoding}.");
        _vectorWidth = CompiledNetwork.Resolve(options.VectorWidth);
        _maxImageSizes = options.MaxImageSizes;
        _threads = options.NumberOfThreads;
        _program = GraphLowering.Lower(model.Generator, CompiledNetwork.HasManyRegisters(_vectorWidth));
        Model = model;
    }

    /// <summary>The generator.</summary>
    public GeneratorModel Model { get; }

    /// <summary>Translates one image.</summary>
    /// <param name="source">The image; its height and width must be ones that the generator accepts.</param>
    /// <returns>The generated image.</returns>
    /// <exception cref="GraphException">The generator does not accept images of this size, or is not one from three to three channels.</exception>
    /// <exception cref="ObjectDisposedException">The session has been disposed.</exception>
    public RgbImage Translate(RgbImage source)
    {
        ArgumentNullException.ThrowIfNull(source);
        LayerGraph graph = _program.Graph;
        if (graph.Inputs[0].Channels != 3 || graph.OutputChannels != 3)
        {
            throw new GraphException(FormattableString.Invariant(
                $"'{graph.Architecture}' turns {graph.Inputs[0].Channels} channels into {graph.OutputChannels}; images have 3 on both sides. Use Run, which takes planes."));
        }

        PooledNetwork pooled = Rent(source.Height, source.Width);
        try
        {
            source.ToPlanes(pooled.Source);
            pooled.Network.Run(pooled.Source, pooled.Target);
            return RgbImage.FromPlanes(pooled.Target, pooled.Network.OutputShape.Height, pooled.Network.OutputShape.Width);
        }
        finally
        {
            Return(pooled, source.Height, source.Width);
        }
    }

    /// <summary>Runs the generator on planes. Allocates nothing once its size has been used with this degree of concurrency.</summary>
    /// <param name="source">The image: channels × height × width values, plane by plane, row by row, in [-1, 1].</param>
    /// <param name="target">Receives the result: output channels × height × width values.</param>
    /// <param name="height">Height of the image in pixels.</param>
    /// <param name="width">Width of the image in pixels.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    /// <exception cref="GraphException">The generator does not accept images of this size.</exception>
    /// <exception cref="ObjectDisposedException">The session has been disposed.</exception>
    public void Run(ReadOnlySpan<float> source, Span<float> target, int height, int width)
    {
        PooledNetwork pooled = Rent(height, width);
        try
        {
            pooled.Network.Run(source, target);
        }
        finally
        {
            Return(pooled, height, width);
        }
    }

    /// <summary>Lets go of all compiled networks. Calls that are under way finish; later ones fail.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            _pools.Clear();
        }
    }

    private PooledNetwork Rent(int height, int width)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (Find(height, width) is { Value.Idle: [.., var pooled] idle })
            {
                idle.RemoveAt(idle.Count - 1);
                return pooled;
            }
        }

        _program.Graph.CheckImageSize(height, width);
        return new PooledNetwork(new CompiledNetwork(_program, height, width, _vectorWidth, _threads));
    }

    private void Return(PooledNetwork pooled, int height, int width)
    {
        lock (_lock)
        {
            if (_isDisposed)
                return;
            LinkedListNode<SizePool>? pool = Find(height, width);
            if (pool is null)
            {
                if (_pools.Count == _maxImageSizes)
                    _pools.RemoveLast();
                pool = _pools.AddFirst(new SizePool(height, width));
            }
            else if (pool != _pools.First)
            {
                _pools.Remove(pool);
                _pools.AddFirst(pool);
            }

            if (pool.Value.Idle.Count < Environment.ProcessorCount)
                pool.Value.Idle.Add(pooled);
        }
    }

    private LinkedListNode<SizePool>? Find(int height, int width)
    {
        LinkedListNode<SizePool>? node = _pools.First;
        while (node is not null && (node.Value.Height != height || node.Value.Width != width))
            node = node.Next;
        return node;
    }

    private sealed class SizePool(int height, int width)
    {
        public int Height { get; } = height;

        public int Width { get; } = width;

        public List<PooledNetwork> Idle { get; } = new(Environment.ProcessorCount);
    }

    private sealed class PooledNetwork(CompiledNetwork network)
    {
        public CompiledNetwork Network { get; } = network;

        public float[] Source { get; } = new float[network.InputShape.Elements];

        public float[] Target { get; } = new float[network.OutputShape.Elements];
    }
}
