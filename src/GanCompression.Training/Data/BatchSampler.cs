using System.Runtime.InteropServices;
using TorchSharp;
using Tensor = TorchSharp.torch.Tensor;

namespace GanCompression.Training;

/// <summary>
/// Draws the batches of an epoch, the last batch smaller if need be. Of pairs: every pair once in random order, with random
/// crops and flips that are the same for both images. Of unpaired images: as many as the larger set has, every source in
/// random order, each with a target drawn at random, with crops and flips of their own. Everything random is a function of
/// seed, epoch and index alone, so that training that is resumed in the middle sees exactly the images it would have seen.
/// </summary>
internal sealed class BatchSampler
{
    private const ulong OrderStream = 1UL << 62;
    private static readonly float[] s_signed = CreateSignedTable();

    private readonly IImageSource _data;
    private readonly ulong _seed;
    private readonly int _batchSize;
    private readonly int _height;
    private readonly int _width;
    private readonly bool _useFlip;
    private readonly byte[] _source;
    private readonly byte[] _target;
    private readonly int[] _order;
    private int _orderEpoch = -1;

    public BatchSampler(IImageSource data, int? cropSize, bool useFlip, int batchSize, long seed)
    {
        _data = data;
        _seed = unchecked((ulong)seed);
        _batchSize = batchSize;
        _height = cropSize ?? data.Height;
        _width = cropSize ?? data.Width;
        _useFlip = useFlip;
        _source = new byte[3 * data.Height * data.Width];
        _target = new byte[_source.Length];
        _order = new int[data.Count];
        BatchesPerEpoch = (data.Count + batchSize - 1) / batchSize;
    }

    public int BatchesPerEpoch { get; }

    /// <summary>How many different views of one image an epoch may draw from.</summary>
    public static long ViewsPerImage(IImageSource data, int? cropSize, bool useFlip) =>
        (data.Height - (cropSize ?? data.Height) + 1L) * (data.Width - (cropSize ?? data.Width) + 1L) * (useFlip ? 2 : 1);

    /// <summary>Reads one batch into new tensors of the current dispose scope.</summary>
    public ImageBatch Read(int epoch, int batch)
    {
        if (epoch != _orderEpoch)
            Reorder(epoch);
        int start = batch * _batchSize;
        int count = Math.Min(_batchSize, _order.Length - start);
        Tensor source = torch.empty([count, 3, _height, _width], dtype: torch.ScalarType.Float32);
        Tensor target = torch.empty([count, 3, _height, _width], dtype: torch.ScalarType.Float32);
        Span<float> sourceValues = MemoryMarshal.Cast<byte, float>(source.bytes);
        Span<float> targetValues = MemoryMarshal.Cast<byte, float>(target.bytes);
        int length = 3 * _height * _width;
        var views = new ImageView[count];
        for (int i = 0; i < count; i++)
        {
            int index = _order[start + i];
            var random = new SeededRandom(_seed, ((ulong)(uint)epoch << 32) | (uint)index);
            ImageView view = Draw(ref random, index);
            ImageView targetView = view;
            switch (_data)
            {
                case IImagePairSource pairs:
                    pairs.Read(index, _source, _target);
                    break;
                case IUnpairedImageSource sets:
                    view = view with { Index = index % sets.SourceCount };
                    sets.ReadSource(view.Index, _source);
                    int shown = random.NextInt(sets.TargetCount);
                    sets.ReadTarget(shown, _target);
                    targetView = Draw(ref random, shown);
                    break;
                default:
                    throw new ArgumentException($"'{_data.GetType()}' holds neither pairs nor unpaired images; expected an IImagePairSource or an IUnpairedImageSource.");
            }

            Fill(_source, view, sourceValues.Slice(i * length, length));
            Fill(_target, targetView, targetValues.Slice(i * length, length));
            views[i] = view;
        }

        return new ImageBatch(source, target, views);
    }

    private void Reorder(int epoch)
    {
        for (int i = 0; i < _order.Length; i++)
            _order[i] = i;
        new SeededRandom(_seed, OrderStream | (uint)epoch).Shuffle<int>(_order);
        _orderEpoch = epoch;
    }

    private ImageView Draw(ref SeededRandom random, int index)
    {
        int top = random.NextInt(_data.Height - _height + 1);
        int left = random.NextInt(_data.Width - _width + 1);
        return new ImageView(index, top, left, _useFlip && random.NextInt(2) == 1);
    }

    private void Fill(byte[] rgb, ImageView view, Span<float> planes)
    {
        (_, int top, int left, bool isFlipped) = view;
        int plane = _height * _width;
        int step = isFlipped ? -3 : 3;
        for (int y = 0, i = 0; y < _height; y++)
        {
            int from = 3 * ((top + y) * _data.Width + left + (isFlipped ? _width - 1 : 0));
            for (int x = 0; x < _width; x++, i++, from += step)
            {
                planes[i] = s_signed[rgb[from]];
                planes[plane + i] = s_signed[rgb[from + 1]];
                planes[2 * plane + i] = s_signed[rgb[from + 2]];
            }
        }
    }

    private static float[] CreateSignedTable()
    {
        var table = new float[256];
        for (int i = 0; i < table.Length; i++)
            table[i] = (i / 255f - 0.5f) / 0.5f;
        return table;
    }
}
