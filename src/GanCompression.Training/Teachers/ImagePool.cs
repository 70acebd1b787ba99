using TorchSharp;
using Tensor = TorchSharp.torch.Tensor;

namespace GanCompression.Training;

/// <summary>
/// The last generated images (Shrivastava et al., CVPR 2017; Zhu et al., ICCV 2017, §4): once it is full, a discriminator gets, for every other
/// new image at random, an older one, whose place the new one takes.
/// </summary>
/// <param name="name">Name in checkpoints.</param>
/// <param name="capacity">Number of images; 0 for a pool that hands on what it gets.</param>
internal sealed class ImagePool(string name, int capacity) : IDisposable
{
    private readonly List<Tensor> _images = [];

    public int Count => _images.Count;

    /// <summary>The images to show for newly generated ones.</summary>
    /// <param name="generated">Batch × channels × height × width; no gradient flows back.</param>
    /// <param name="random">The random numbers of the step.</param>
    /// <returns>As many images, owned by the caller's dispose scope.</returns>
    public Tensor Exchange(Tensor generated, ref SeededRandom random)
    {
        Tensor images = generated.detach();
        if (capacity == 0)
            return images;
        var shown = new Tensor[images.shape[0]];
        for (int i = 0; i < shown.Length; i++)
        {
            Tensor image = images.narrow(0, i, 1);
            if (_images.Count < capacity)
            {
                _images.Add(Kept(image));
                shown[i] = image;
            }
            else if (random.NextInt(2) == 1)
            {
                int place = random.NextInt(capacity);
                shown[i] = _images[place].clone();
                _images[place].Dispose();
                _images[place] = Kept(image);
            }
            else
            {
                shown[i] = image;
            }
        }

        return torch.cat(shown, 0);
    }

    public IEnumerable<KeyValuePair<string, WeightTensor>> ExportState() => _images.Select((image, i) => KeyValuePair.Create(NameOf(i), image.ToWeightTensor()));

    public void ImportState(WeightTable state)
    {
        Clear();
        while (_images.Count < capacity && state.TryGetValue(NameOf(_images.Count), out WeightTensor? image))
            _images.Add(image.ToTensor().DetachFromDisposeScope());
    }

    public void Dispose() => Clear();

    private void Clear()
    {
        foreach (Tensor image in _images)
            image.Dispose();
        _images.Clear();
    }

    private string NameOf(int index) => FormattableString.Invariant($"{name}/{index}");

    private static Tensor Kept(Tensor image) => image.clone().DetachFromDisposeScope();
}
