using Microsoft.ML.Data;

namespace Microsoft.ML.Model;

/// <summary>Arrays of the standard types in a model file.</summary>
internal static class PrimitiveFormat
{
    private static readonly Type[] s_types =
    [
        typeof(sbyte), typeof(byte), typeof(short), typeof(ushort), typeof(int), typeof(uint), typeof(long), typeof(ulong), typeof(float), typeof(double),
        typeof(bool), typeof(ReadOnlyMemory<char>), typeof(TimeSpan), typeof(DateTime), typeof(DateTimeOffset), typeof(DataViewRowId),
    ];

    public static byte CodeOf(Type type)
    {
        int code = Array.IndexOf(s_types, type);
        return code >= 0 ? (byte)code : throw new NotSupportedException($"Values of type '{type}' cannot be saved.");
    }

    public static Type TypeOf(byte code)
        => code < s_types.Length ? s_types[code] : throw new InvalidDataException($"The model is damaged: there is no value type with code {code}.");

    public static void WriteArray(BinaryWriter writer, Array values)
    {
        writer.Write(CodeOf(values.GetType().GetElementType()));
        writer.Write(values.Length);
        foreach (object value in values)
        {
            Write(writer, value);
        }
    }

    public static Array ReadArray(BinaryReader reader)
    {
        Type type = TypeOf(reader.ReadByte());
        int count = reader.ReadInt32();
        if (count < 0)
        {
            throw new InvalidDataException($"The model is damaged: an array has {count} values.");
        }

        // Grown as it is read: a damaged count must not allocate.
        var values = new List<object>();
        for (int i = 0; i < count; i++)
        {
            values.Add(Read(reader, type));
        }

        Array array = Array.CreateInstance(type, count);
        ((System.Collections.ICollection)values).CopyTo(array, 0);
        return array;
    }

    private static void Write(BinaryWriter writer, object value)
    {
        switch (value)
        {
            case sbyte v: writer.Write(v); break;
            case byte v: writer.Write(v); break;
            case short v: writer.Write(v); break;
            case ushort v: writer.Write(v); break;
            case int v: writer.Write(v); break;
            case uint v: writer.Write(v); break;
            case long v: writer.Write(v); break;
            case ulong v: writer.Write(v); break;
            case float v: writer.Write(v); break;
            case double v: writer.Write(v); break;
            case bool v: writer.Write(v); break;
            case ReadOnlyMemory<char> v: writer.Write(v.ToString()); break;
            case TimeSpan v: writer.Write(v.Ticks); break;
            case DateTime v: writer.Write(v.ToBinary()); break;
            case DateTimeOffset v:
                writer.Write(v.Ticks);
                writer.Write(v.Offset.Ticks);
                break;
            case DataViewRowId v:
                writer.Write(v.Low);
                writer.Write(v.High);
                break;
            default: throw new NotSupportedException($"Values of type '{value?.GetType()}' cannot be saved.");
        }
    }

    private static object Read(BinaryReader reader, Type type)
        => type == typeof(sbyte) ? reader.ReadSByte()
            : type == typeof(byte) ? reader.ReadByte()
            : type == typeof(short) ? reader.ReadInt16()
            : type == typeof(ushort) ? reader.ReadUInt16()
            : type == typeof(int) ? reader.ReadInt32()
            : type == typeof(uint) ? reader.ReadUInt32()
            : type == typeof(long) ? reader.ReadInt64()
            : type == typeof(ulong) ? reader.ReadUInt64()
            : type == typeof(float) ? reader.ReadSingle()
            : type == typeof(double) ? reader.ReadDouble()
            : type == typeof(bool) ? reader.ReadBoolean()
            : type == typeof(ReadOnlyMemory<char>) ? (object)reader.ReadString().AsMemory()
            : type == typeof(TimeSpan) ? new TimeSpan(reader.ReadInt64())
            : type == typeof(DateTime) ? DateTime.FromBinary(reader.ReadInt64())
            : type == typeof(DateTimeOffset) ? new DateTimeOffset(reader.ReadInt64(), new TimeSpan(reader.ReadInt64()))
            : new DataViewRowId(reader.ReadUInt64(), reader.ReadUInt64());
}
