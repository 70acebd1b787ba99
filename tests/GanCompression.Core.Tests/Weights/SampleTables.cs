namespace GanCompression.Tests;

internal static class SampleTables
{
    /// <summary>One tensor of every type and rank, an empty one among them.</summary>
    public static WeightTable EveryType(bool includeBFloat16 = true)
    {
        var entries = new List<KeyValuePair<string, WeightTensor>>
        {
            new("b.float32", WeightTensor.FromFloats([1.5f, -2, float.NaN, float.MaxValue, 0, -0f], 1, 2, 3)),
            new("a.float64", WeightTensor.FromBytes(ElementType.Float64, BitConverter.GetBytes(Math.PI), 1)),
            new("float16", WeightTensor.FromBytes(ElementType.Float16, [.. BitConverter.GetBytes((Half)0.5f), .. BitConverter.GetBytes((Half)(-3))], 2, 1)),
            new("int64", WeightTensor.FromBytes(ElementType.Int64, BitConverter.GetBytes(long.MinValue))),
            new("int32", WeightTensor.FromBytes(ElementType.Int32, BitConverter.GetBytes(-7), 1)),
            new("int8", WeightTensor.FromBytes(ElementType.Int8, [0x80, 0x7F, 0xFF], 3)),
            new("uint8", WeightTensor.FromBytes(ElementType.UInt8, [0, 255], 2)),
            new("bool", WeightTensor.FromBytes(ElementType.Bool, [1, 0], 2)),
            new("empty", WeightTensor.FromFloats([], 0, 5)),
            new("ünïcode \"quoted\"", WeightTensor.FromFloats([3], 1)),
        };
        if (includeBFloat16)
            entries.Add(new("bfloat16", WeightTensor.FromBytes(ElementType.BFloat16, [0x80, 0x3F], 1)));
        return new WeightTable(entries);
    }
}
