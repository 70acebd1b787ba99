using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using TorchSharp;
using Tensor = TorchSharp.torch.Tensor;

namespace GanCompression.Training;

/// <summary>
/// What the teacher makes of the images of a batch. It never changes, so that what was computed once is kept while the memory for
/// it lasts; the teacher then runs for the other images only. Values of an image do not depend on the others, on threads, or on
/// what is kept, so that a run that is resumed with nothing kept ends with the same bytes.
/// </summary>
internal sealed class TeacherValues
{
    private readonly Network _teacher;
    private readonly string[] _nodes;
    private readonly int _threads;
    private readonly ConcurrentDictionary<ImageView, float[][]> _kept = new();
    private readonly ConcurrentBag<NodeValues> _idle = [];
    private long _bytesLeft;

    /// <param name="teacher">The teacher's generator.</param>
    /// <param name="nodes">The nodes whose values are wanted; may be none.</param>
    /// <param name="memoryBytes">Memory for values; 0 to keep none.</param>
    /// <param name="threads">Images that are computed at the same time; 0 for as many as libtorch uses threads.</param>
    public TeacherValues(Network teacher, string[] nodes, long memoryBytes, int threads)
    {
        _teacher = teacher;
        _nodes = nodes;
        _bytesLeft = memoryBytes;
        _threads = threads;
    }

    /// <summary>Images whose values are kept.</summary>
    public int KeptImages => _kept.Count;

    /// <summary>The values of the nodes, in their order: batch × channels × height × width, without gradient, in the current dispose scope.</summary>
    public Tensor[] Of(ImageBatch batch)
    {
        if (_nodes.Length == 0)
            return [];
        (int height, int width) = ((int)batch.Source.shape[2], (int)batch.Source.shape[3]);
        NodeValues first = Take(height, width);
        TensorShape[] shapes = first.Shapes;
        _idle.Add(first);
        Tensor[] values = [.. shapes.Select(shape => torch.empty([batch.Count, shape.Channels, shape.Height, shape.Width], dtype: torch.ScalarType.Float32))];
        int threads = Math.Min(_threads > 0 ? _threads : torch.get_num_threads(), batch.Count);
        if (threads > 1)
        {
            _ = Parallel.For(0, batch.Count, new ParallelOptions { MaxDegreeOfParallelism = threads }, Fill);
            return values;
        }

        for (int i = 0; i < batch.Count; i++)
            Fill(i);
        return values;

        void Fill(int index)
        {
            if (!_kept.TryGetValue(batch.Views[index], out float[][]? image))
            {
                NodeValues computed = Take(height, width);
                computed.Run(Slice(batch.Source, index, 3 * height * width));
                image = Keep(batch.Views[index], computed);
                for (int node = 0; image is null && node < values.Length; node++)
                    computed[node].CopyTo(Slice(values[node], index, shapes[node].Elements));
                _idle.Add(computed);
            }

            for (int node = 0; node < image?.Length; node++)
                image[node].CopyTo(Slice(values[node], index, shapes[node].Elements));
        }
    }

    private NodeValues Take(int height, int width) => _idle.TryTake(out NodeValues? values) ? values : new NodeValues(_teacher, _nodes, height, width);

    private float[][]? Keep(ImageView view, NodeValues computed)
    {
        long bytes = computed.Shapes.Sum(shape => (long)shape.Elements * sizeof(float));
        if (Interlocked.Add(ref _bytesLeft, -bytes) < 0)
        {
            _ = Interlocked.Add(ref _bytesLeft, bytes);
            return null;
        }

        return _kept[view] = [.. _nodes.Select((_, node) => computed[node].ToArray())];
    }

    private static Span<float> Slice(Tensor batch, int index, long length) => MemoryMarshal.Cast<byte, float>(batch.bytes).Slice(checked((int)(index * length)), (int)length);
}
