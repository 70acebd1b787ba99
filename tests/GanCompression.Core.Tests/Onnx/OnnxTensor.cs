using System.Runtime.InteropServices;

namespace GanCompression.Tests.Onnx;

/// <summary>An initializer as it was read from a file. Type 1 is float32, 7 is int64.</summary>
internal sealed record OnnxTensor(string Name, long Type, long[] Shape, byte[] Bytes)
{
    public float[] Floats => MemoryMarshal.Cast<byte, float>(Bytes).ToArray();

    public long[] Integers => MemoryMarshal.Cast<byte, long>(Bytes).ToArray();
}
