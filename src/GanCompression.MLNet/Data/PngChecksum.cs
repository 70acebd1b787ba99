namespace GanCompression.MLNet;

/// <summary>The checksum of PNG chunks: CRC-32 with the reflected polynomial EDB88320 (ISO/IEC 15948, annex D).</summary>
internal static class PngChecksum
{
    private static readonly uint[] s_table = CreateTable();

    /// <summary>The checksum of a chunk's type and data.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        uint checksum = uint.MaxValue;
        foreach (byte value in bytes)
            checksum = s_table[(byte)checksum ^ value] ^ (checksum >> 8);
        return ~checksum;
    }

    private static uint[] CreateTable()
    {
        var table = new uint[256];
        for (uint i = 0; i < table.Length; i++)
        {
            uint value = i;
            for (int bit = 0; bit < 8; bit++)
                value = (value & 1) != 0 ? (value >> 1) ^ 0xEDB88320 : value >> 1;
            table[i] = value;
        }

        return table;
    }
}
