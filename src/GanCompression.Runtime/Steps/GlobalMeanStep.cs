namespace GanCompression.Runtime;

/// <summary>Mean of every channel.</summary>
/// <typeparam name="TSimd">Operations.</typeparam>
/// <typeparam name="TVector">Register type.</typeparam>
internal sealed unsafe class GlobalMeanStep<TSimd, TVector>(PlaneView source, PlaneView target) : ChannelStep
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
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

    public override void RunChannel(int channel, int part)
    {
        float* plane = _source + (nint)channel * source.Layout.PlaneStride;
        double sum = 0;
        for (int y = 0; y < source.Height; y++)
            sum += RowKernels<TSimd, TVector>.Sum(plane + (nint)y * source.Layout.RowStride, source.Width);
        _target[(nint)channel * target.Layout.PlaneStride] = (float)(sum / ((double)source.Height * source.Width));
    }
}
