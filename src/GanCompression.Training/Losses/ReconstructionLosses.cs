using TorchSharp;
using F = TorchSharp.torch.nn.functional;
using Tensor = TorchSharp.torch.Tensor;

namespace GanCompression.Training;

/// <summary>Distances between images or features; means over all elements, so that weights do not depend on the size.</summary>
public static class ReconstructionLosses
{
    /// <summary>The distance between two tensors of the same shape.</summary>
    /// <param name="loss">The kind of distance.</param>
    /// <param name="actual">What was computed.</param>
    /// <param name="expected">What it should be.</param>
    /// <returns>A scalar.</returns>
    public static Tensor Compute(ReconstructionLoss loss, Tensor actual, Tensor expected)
    {
        ArgumentNullException.ThrowIfNull(actual);
        ArgumentNullException.ThrowIfNull(expected);
        return loss switch
        {
            // Not F.l1_loss: up to TorchSharp 0.102.7 it computes the squared error.
            ReconstructionLoss.L1 => (actual - expected).abs().mean(),
            ReconstructionLoss.L2 => F.mse_loss(actual, expected),
            ReconstructionLoss.SmoothL1 => F.smooth_l1_loss(actual, expected),
            _ => throw new ArgumentOutOfRangeException(nameof(loss), loss, $"ReconstructionLoss must be L1, L2 or SmoothL1, but was {loss}."),
        };
    }
}
