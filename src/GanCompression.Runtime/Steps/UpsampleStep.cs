using System.Runtime.CompilerServices;

namespace GanCompression.Runtime;

/// <summary>Repeats every pixel <c>scale</c> times in both directions.</summary>
internal sealed unsafe class UpsampleStep(PlaneView source, PlaneView target, int scale) : ChannelStep
{
    private float* _source;
    private float* _target;

    public override IEnumerable<PlaneBuffer> Buffers => [source.Buffer, target.Buffer];

    public override int Channels => source.Channels;

    public override void Bind(float* arena)
    {
        _source = source.Resolve(arena);
        _target = target.Resolve(arena);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void RunChannel(int channel, int part)
    {
        nint sourceStride = source.Layout.RowStride;
        nint targetStride = target.Layout.RowStride;
        int width = source.Width;
        float* from = _source + (nint)channel * source.Layout.PlaneStride;
        float* to = _target + (nint)channel * target.Layout.PlaneStride;
        for (int y = 0; y < source.Height; y++, from += sourceStride)
        {
            float* first = to;
            for (int x = 0, at = 0; x < width; x++)
            {
                for (int i = 0; i < scale; i++)
                    first[at++] = from[x];
            }

            to += targetStride;
            for (int i = 1; i < scale; i++, to += targetStride)
                new ReadOnlySpan<float>(first, width * scale).CopyTo(new Span<float>(to, width * scale));
        }
    }
}
