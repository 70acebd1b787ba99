using TorchSharp;
using F = TorchSharp.torch.nn.functional;
using Tensor = TorchSharp.torch.Tensor;

namespace GanCompression.Training;

/// <summary>
/// The adversarial losses of GAN Compression (TPAMI 2022, §3.1) on the logits of a discriminator. Predictions of several scales
/// are summed for <see cref="GanLoss.LeastSquares"/> and <see cref="GanLoss.Vanilla"/>, and averaged for <see cref="GanLoss.Hinge"/>, as in the reference.
/// </summary>
public static class GanLosses
{
    /// <summary>What the discriminator pays for its logits of real or generated images.</summary>
    /// <param name="loss">The kind of loss.</param>
    /// <param name="prediction">Logits of any shape.</param>
    /// <param name="isReal">Whether the images are real.</param>
    /// <returns>A scalar.</returns>
    public static Tensor ForDiscriminator(GanLoss loss, Tensor prediction, bool isReal)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        return loss switch
        {
            GanLoss.Hinge => (isReal ? 1 - prediction : 1 + prediction).relu().mean(),
            _ => ToTarget(loss, prediction, isReal),
        };
    }

    /// <summary>What the discriminator pays for its logits at several scales.</summary>
    /// <param name="loss">The kind of loss.</param>
    /// <param name="predictions">Logits per scale, at least one.</param>
    /// <param name="isReal">Whether the images are real.</param>
    /// <returns>A scalar.</returns>
    public static Tensor ForDiscriminator(GanLoss loss, IReadOnlyList<Tensor> predictions, bool isReal) =>
        Join(loss, predictions, prediction => ForDiscriminator(loss, prediction, isReal));

    /// <summary>What the generator pays for the discriminator's logits of its images.</summary>
    /// <param name="loss">The kind of loss.</param>
    /// <param name="prediction">Logits of any shape.</param>
    /// <returns>A scalar.</returns>
    public static Tensor ForGenerator(GanLoss loss, Tensor prediction)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        return loss switch
        {
            GanLoss.Hinge => -prediction.mean(),
            _ => ToTarget(loss, prediction, isReal: true),
        };
    }

    /// <summary>What the generator pays for the discriminator's logits of its images at several scales.</summary>
    /// <param name="loss">The kind of loss.</param>
    /// <param name="predictions">Logits per scale, at least one.</param>
    /// <returns>A scalar.</returns>
    public static Tensor ForGenerator(GanLoss loss, IReadOnlyList<Tensor> predictions) =>
        Join(loss, predictions, prediction => ForGenerator(loss, prediction));

    private static Tensor ToTarget(GanLoss loss, Tensor prediction, bool isReal)
    {
        switch (loss)
        {
            case GanLoss.LeastSquares:
                return (isReal ? prediction - 1 : prediction).square().mean();
            case GanLoss.Vanilla:
                // -log sigmoid(x) = softplus(-x), and -log(1 - sigmoid(x)) = softplus(x).
                return F.softplus(isReal ? -prediction : prediction).mean();
            default:
                throw new ArgumentOutOfRangeException(nameof(loss), loss, $"GanLoss must be Hinge, LeastSquares or Vanilla, but was {loss}.");
        }
    }

    private static Tensor Join(GanLoss loss, IReadOnlyList<Tensor> predictions, Func<Tensor, Tensor> each)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        if (predictions.Count == 0)
            throw new ArgumentException("A loss needs the predictions of at least one scale, but got none.", nameof(predictions));
        Tensor sum = each(predictions[0]);
        for (int i = 1; i < predictions.Count; i++)
            sum += each(predictions[i]);
        return loss == GanLoss.Hinge ? sum / predictions.Count : sum;
    }
}
