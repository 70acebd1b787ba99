using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>Normalises with the statistics of the batch.</summary>
public abstract class BatchNorm : NormBase
{
    private protected BatchNorm(
        long num_features, double eps, double? momentum, bool affine, bool track_running_stats, Device? device, ScalarType? dtype, string name)
        : base(num_features, eps, momentum, affine, track_running_stats, device, dtype, name)
    {
    }

    public override Tensor forward(Tensor input)
    {
        RequireChannels(input, 4);
        var average = momentum ?? 0;
        if (training && track_running_stats)
        {
            using (no_grad())
                num_batches_tracked!.add_(1);
            if (momentum is null)
                average = 1.0 / num_batches_tracked!.ToInt64();
        }
        var useBatch = training || running_mean is null || running_var is null;
        var track = !training || track_running_stats;
        return functional.batch_norm(
            input, track ? running_mean : null, track ? running_var : null, weight, bias, useBatch, average, eps);
    }
}
