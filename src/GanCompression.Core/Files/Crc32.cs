using System.Buffers.Binary;

namespace GanCompression;

/// <summary>The checksum of zip archives: CRC-32 with the reflected polynomial EDB88320.</summary>
internal static class Crc32
{
    /// <summary>State before the first byte; the checksum is the complement of the state after the last.</summary>
    public const uint InitialState = uint.MaxValue;

    private static readonly uint[][] s_tables = CreateTables();

    /// <summary>The checksum of a whole block.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes) => ~Update(InitialState, bytes);

    /// <summary>The state after more bytes.</summary>
    /// <param name="state">The state before them.</param>
    /// <param name="bytes">The bytes.</param>
    public static uint Update(uint state, ReadOnlySpan<byte> bytes)
    {
        // Eight bytes at a time: table k holds the checksum of a byte that is followed by k zero bytes.
        uint[][] t = s_tables;
        while (bytes.Length >= 8)
        {
            uint low = state ^ BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            uint high = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            state = t[7][(byte)low] ^ t[6][(byte)(low >> 8)] ^ t[5][(byte)(low >> 16)] ^ t[4][low >> 24]
                ^ t[3][(byte)high] ^ t[2][(byte)(high >> 8)] ^ t[1][(byte)(high >> 16)] ^ t[0][high >> 24];
            bytes = bytes[8..];
        }

        foreach (byte b in bytes)
            state = t[0][(byte)(state ^ b)] ^ (state >> 8);
        return state;
    }

    private static uint[][] CreateTables()
    {
        const uint Polynomial = 0xEDB88320;
        var tables = new uint[8][];
        for (int k = 0; k < tables.Length; k++)
        {
            tables[k] = new uint[256];
            for (uint i = 0; i < 256; i++)
            {
                uint value = k == 0 ? i : tables[k - 1][i];
                for (int bit = 0; bit < 8; bit++)
                    value = (value & 1) != 0 ? (value >> 1) ^ Polynomial : value >> 1;
                tables[k][i] = value;
            }
        }

        return tables;
    }
}
