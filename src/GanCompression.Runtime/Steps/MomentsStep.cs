namespace GanCompression.Runtime;

/// <summary>Gathers the moments of an image that no convolution of this plan wrote.</summary>
/// <typeparam name="TSimd">Operations.</typeparam>
/// <typeparam name="TVector">Register type.</typeparam>
internal sealed unsafe class MomentsStep<TSimd, TVector>(ImageSource source, NormState norm) : ChannelStep
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    public override IEnumerable<PlaneBuffer> Buffers => [source.Buffer!];

    public override void Bind(float* arena) => source.Bind(arena);

    public override int Channels => source.Shape.Channels;

    public override void RunChannel(int channel, int part)
    {
        TensorShape shape = source.Shape;
        float* plane = source.Address + (nint)channel * source.PlaneStride;
        float shift = (float)(RowKernels<TSimd, TVector>.Sum(plane, shape.Width) / shape.Width);
        ChannelMoments moments = norm.Moments(0);
        moments.Begin<TSimd, TVector>(channel, shift);
        for (int y = 0; y < shape.Height; y++)
        {
            RowKernels<TSimd, TVector>.Moments(plane + (nint)y * source.RowStride, shape.Width, shift, out double sum, out double square);
            moments.Add(channel, sum, square);
        }

        norm.Complete(channel, [(long)shape.Height * shape.Width]);
    }
}
