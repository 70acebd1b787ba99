namespace TorchSharp.Utils;

/// <summary>Non-negative numbers in seven-bit groups, least significant first, as TorchSharp's files store them.</summary>
internal static class Leb128
{
    internal static void WriteLeb128(this BinaryWriter writer, long value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        writer.Write7BitEncodedInt64(value);
    }

    internal static long ReadLeb128(this BinaryReader reader) => reader.Read7BitEncodedInt64();
}
