using Tensor = TorchSharp.torch.Tensor;

namespace GanCompression.Training;

/// <summary>One batch as networks see it.</summary>
/// <param name="Source">Batch × 3 × height × width, -1…1.</param>
/// <param name="Target">Batch × 3 × height × width, -1…1.</param>
/// <param name="Views">What each source image is a view of.</param>
internal readonly record struct ImageBatch(Tensor Source, Tensor Target, ImageView[] Views)
{
    public int Count => (int)Source.shape[0];
}
