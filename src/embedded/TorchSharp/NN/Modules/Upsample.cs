using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

public sealed class Upsample : ParameterLessModule<Tensor, Tensor>
{
    private readonly long[]? _size;
    private readonly double[]? _factor;
    private readonly bool? _recompute;

    internal Upsample(long[]? size, double[]? scale_factor, UpsampleMode mode, bool? align_corners, bool? recompute_scale_factor)
        : base(nameof(Upsample))
    {
        _size = size;
        _factor = scale_factor;
        this.mode = mode;
        this.align_corners = align_corners;
        _recompute = recompute_scale_factor;
    }

    public ReadOnlySpan<long> size => _size;

    public ReadOnlySpan<double> scale_factor => _factor;

    public UpsampleMode mode { get; }

    public bool? align_corners { get; }

    public override Tensor forward(Tensor input) =>
        functional.interpolate(input, _size, _factor, (InterpolationMode)mode, align_corners, _recompute ?? false);
}
