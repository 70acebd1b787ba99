namespace GanCompression.Runtime;

/// <summary>The caller's memory for one image, planes and rows without gaps; its address changes with every run.</summary>
internal sealed unsafe class ExternalImage(TensorShape shape)
{
    public TensorShape Shape { get; } = shape;

    public float* Address { get; set; }
}
