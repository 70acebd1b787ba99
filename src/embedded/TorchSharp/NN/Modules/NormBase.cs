using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>What batch and instance normalisation have in common.</summary>
public abstract class NormBase : Module<Tensor, Tensor>
{
    private Parameter? _weight;
    private Parameter? _bias;
    private Tensor? _runningMean;
    private Tensor? _runningVar;
    private Tensor? _batches;

    private protected NormBase(
        long num_features, double eps, double? momentum, bool affine, bool track_running_stats, Device? device, ScalarType? dtype, string name)
        : base(name)
    {
        this.num_features = num_features;
        this.eps = eps;
        this.momentum = momentum;
        this.affine = affine;
        this.track_running_stats = track_running_stats;
        if (affine)
        {
            weight = new Parameter(ones(num_features, dtype, device).DetachFromDisposeScope());
            bias = new Parameter(zeros(num_features, dtype, device).DetachFromDisposeScope());
        }
        if (track_running_stats)
        {
            running_mean = zeros(num_features, dtype, device).DetachFromDisposeScope();
            running_var = ones(num_features, dtype, device).DetachFromDisposeScope();
            num_batches_tracked = tensor(0L, device: device).DetachFromDisposeScope();
        }
    }

    public Parameter? weight
    {
        get => _weight;
        set => ConditionallyRegisterParameter(nameof(weight), _weight = value);
    }

    public Parameter? bias
    {
        get => _bias;
        set => ConditionallyRegisterParameter(nameof(bias), _bias = value);
    }

    public Tensor? running_mean
    {
        get => _runningMean;
        set => ConditionallyRegisterBuffer(nameof(running_mean), _runningMean = value);
    }

    public Tensor? running_var
    {
        get => _runningVar;
        set => ConditionallyRegisterBuffer(nameof(running_var), _runningVar = value);
    }

    public Tensor? num_batches_tracked
    {
        get => _batches;
        set => ConditionallyRegisterBuffer(nameof(num_batches_tracked), _batches = value);
    }

    public long num_features { get; }

    public double eps { get; set; }

    public double? momentum { get; set; }

    public bool affine { get; }

    public bool track_running_stats { get; }

    public void reset_running_stats()
    {
        if (!track_running_stats)
            return;
        init.zeros_(_runningMean!);
        init.ones_(_runningVar!);
        init.zeros_(_batches!);
    }

    private protected void RequireChannels(Tensor input, params ReadOnlySpan<long> ranks)
    {
        if (!ranks.Contains(input.ndim))
            throw new ArgumentException($"{GetName()} needs a tensor of {string.Join(" or ", ranks.ToArray())} dimensions, but got {input}.");
    }
}
