using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>Normalises each channel of each sample with its own statistics.</summary>
public abstract class InstanceNorm : NormBase
{
    private protected InstanceNorm(
        long num_features, double eps, double? momentum, bool affine, bool track_running_stats, Device? device, ScalarType? dtype, string name)
        : base(num_features, eps, momentum, affine, track_running_stats, device, dtype, name)
    {
    }

    public override Tensor forward(Tensor input)
    {
        RequireChannels(input, 3, 4);
        if (input.ndim == 4)
            return Normalise(input);
        using var batch = input.unsqueeze(0);
        using var normalised = Normalise(batch);
        return normalised.squeeze(0);
    }

    private Tensor Normalise(Tensor batch) =>
        functional.instance_norm(batch, running_mean, running_var, weight, bias, training || !track_running_stats, momentum ?? 0, eps);
}
