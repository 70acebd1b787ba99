using System.Collections.Immutable;
using System.Runtime.Intrinsics;

namespace GanCompression.Runtime;

/// <summary>
/// A network compiled for images of one size: a list of fused steps over one block of memory. Runs without native code,
/// allocates nothing, and gives the same numbers every time. Not thread-safe; compile one per thread, or use <see cref="GeneratorSession"/>.
/// </summary>
public sealed class CompiledNetwork
{
    private readonly Plan _plan;

    private readonly WorkerTeam? _team;

    private readonly NetworkProgram _program;

    internal CompiledNetwork(NetworkProgram program, int height, int width, VectorWidth vectorWidth, int threads)
    {
        _program = program;
        VectorWidth = vectorWidth;
        NumberOfThreads = threads;
        _team = threads > 1 ? new WorkerTeam(threads) : null;
        _plan = vectorWidth switch
        {
            VectorWidth.Scalar => Planner<SimdScalar, float>.Create(program, height, width, threads),
            VectorWidth.Bits128 => Planner<Simd128, Vector128<float>>.Create(program, height, width, threads),
            VectorWidth.Bits256 => Planner<Simd256, Vector256<float>>.Create(program, height, width, threads),
            _ => Planner<Simd512, Vector512<float>>.Create(program, height, width, threads),
        };
    }

    /// <summary>Shape of the image that goes in.</summary>
    public TensorShape InputShape => _plan.Input.Shape;

    /// <summary>Shape of the result.</summary>
    public TensorShape OutputShape => _plan.Output.Shape;

    /// <summary>Memory that the network works in, in bytes, without its weights.</summary>
    public long WorkingBytes => _plan.Arena.Bytes;

    /// <summary>Memory that the weights take in the engine's order, in bytes; networks of one <see cref="GeneratorSession"/> share it.</summary>
    public long WeightBytes => _program.WeightBytes;

    /// <summary>The registers that it computes with; never <see cref="VectorWidth.Automatic"/>.</summary>
    public VectorWidth VectorWidth { get; }

    /// <summary>Threads that work on one image.</summary>
    public int NumberOfThreads { get; }

    /// <summary>Compiles a network.</summary>
    /// <param name="network">The network; it has one input.</param>
    /// <param name="height">Height of the images in pixels.</param>
    /// <param name="width">Width of the images in pixels.</param>
    /// <param name="options">Settings; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="GraphException">The network has several inputs or does not accept images of this size.</exception>
    /// <exception cref="NotSupportedException">The engine lacks a layer of the network; the message names it.</exception>
    public static CompiledNetwork Compile(Network network, int height, int width, CompileOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        options ??= new CompileOptions();
        options.Validate();
        VectorWidth vectorWidth = Resolve(options.VectorWidth);
        return new CompiledNetwork(GraphLowering.Lower(network, HasManyRegisters(vectorWidth)), height, width, vectorWidth, options.NumberOfThreads);
    }

    /// <summary>Computes the network's result for one image.</summary>
    /// <param name="input">The image: planes of rows, as many values as <see cref="InputShape"/> has elements.</param>
    /// <param name="output">Receives the result: as many values as <see cref="OutputShape"/> has elements.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public unsafe void Run(ReadOnlySpan<float> input, Span<float> output)
    {
        if (input.Length != InputShape.Elements)
            throw new ArgumentException(FormattableString.Invariant($"The input has {input.Length} values; expected {InputShape.Elements} for an image of {InputShape}."), nameof(input));
        if (output.Length != OutputShape.Elements)
            throw new ArgumentException(FormattableString.Invariant($"The output has {output.Length} values; expected {OutputShape.Elements} for an image of {OutputShape}."), nameof(output));
        fixed (float* source = input)
        fixed (float* target = output)
        {
            _plan.Input.Address = source;
            _plan.Output.Address = target;
            Execute(watch: null);
        }
    }

    /// <summary>Measures each fused step by itself, on a made-up image. <see cref="Run"/> carries no trace of this.</summary>
    /// <param name="runs">Runs, after one that does not count; at least 1.</param>
    /// <param name="cancellationToken">Stops between two runs.</param>
    /// <returns>The steps in the order of their execution.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no run.</exception>
    /// <exception cref="OperationCanceledException">The token asked to stop.</exception>
    public unsafe ImmutableArray<StepProfile> Profile(int runs = 20, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(runs, 1);
        float[] input = LatencyMeasurement.RandomImage(InputShape);
        var output = new float[OutputShape.Elements];
        Step[] steps = _plan.Steps;
        var watch = new StepWatch(steps.Length);
        fixed (float* source = input)
        fixed (float* target = output)
        {
            _plan.Input.Address = source;
            _plan.Output.Address = target;
            for (int run = -1; run < runs; run++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                watch.Start(isCounted: run >= 0);
                Execute(watch);
            }
        }

        Dictionary<string, long> multiplyAdds = ComputeCost.Of(_program.Graph, InputShape.Height, InputShape.Width).Layers.ToDictionary(layer => layer.Node, layer => layer.ExactMultiplyAdds, StringComparer.Ordinal);
        return
        [
            .. steps.Select((step, i) => new StepProfile(
                step.Work.Description, step.Work.Nodes, step.Work.Output, step.Work.Nodes.Sum(node => multiplyAdds[node]), watch.TimeOf(i))),
        ];
    }

    private void Execute(StepWatch? watch)
    {
        Step[] steps = _plan.Steps;
        if (_team is not null)
        {
            _team.Run(steps, watch);
            return;
        }

        for (int i = 0; i < steps.Length; i++)
        {
            steps[i].Run();
            watch?.End(i);
        }
    }

    internal static VectorWidth Resolve(VectorWidth vectorWidth) => vectorWidth switch
    {
        VectorWidth.Automatic when Vector512.IsHardwareAccelerated => VectorWidth.Bits512,
        VectorWidth.Automatic when Vector256.IsHardwareAccelerated => VectorWidth.Bits256,
        VectorWidth.Automatic when Vector128.IsHardwareAccelerated => VectorWidth.Bits128,
        VectorWidth.Automatic => VectorWidth.Scalar,
        _ => vectorWidth,
    };

    internal static bool HasManyRegisters(VectorWidth vectorWidth) => vectorWidth switch
    {
        VectorWidth.Scalar => SimdScalar.HasManyRegisters,
        VectorWidth.Bits128 => Simd128.HasManyRegisters,
        VectorWidth.Bits256 => Simd256.HasManyRegisters,
        _ => Simd512.HasManyRegisters,
    };
}
