using System.Text;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Model;

/// <summary>A schema in a model file. What cannot be saved (images, annotations of custom types) is dropped, which the log says.</summary>
internal static class SchemaFormat
{
    private const byte Scalar = 0;
    private const byte Vector = 1;

    public static void Save(Stream stream, DataViewSchema schema, IChannel channel)
    {
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        DataViewSchema.Column[] columns = schema.Where(column => IsSavable(column.Type)).ToArray();
        foreach (DataViewSchema.Column column in schema.Except(columns))
        {
            channel.Info(MessageSensitivity.Schema, "The column '{0}' will not be written as it has unsavable column type.", column.Name);
        }

        writer.Write(columns.Length);
        foreach (DataViewSchema.Column column in columns)
        {
            writer.Write(column.Name);
            WriteType(writer, column.Type);
            SaveAnnotations(writer, column, channel);
        }
    }

    public static DataViewSchema Load(Stream stream)
    {
        using var reader = new BinaryReader(stream, Encoding.UTF8);
        var builder = new DataViewSchema.Builder();
        int count = reader.ReadInt32();
        for (int i = 0; i < count; i++)
        {
            string name = reader.ReadString();
            DataViewType type = ReadType(reader);
            builder.AddColumn(name, type, LoadAnnotations(reader));
        }

        return builder.ToSchema();
    }

    private static void SaveAnnotations(BinaryWriter writer, DataViewSchema.Column column, IChannel channel)
    {
        DataViewSchema annotations = column.Annotations.Schema;
        DataViewSchema.Column[] savable = annotations.Where(annotation => IsSavable(annotation.Type)).ToArray();
        foreach (DataViewSchema.Column annotation in annotations.Except(savable))
        {
            channel.Warning(MessageSensitivity.Schema, "Could not save the annotation '{0}' of column '{1}' of type {2}: dropping it.", annotation.Name, column.Name, annotation.Type);
        }

        writer.Write(savable.Length);
        foreach (DataViewSchema.Column annotation in savable)
        {
            writer.Write(annotation.Name);
            WriteType(writer, annotation.Type);
            GenericCall.Static(typeof(SchemaFormat), annotation.Type is VectorDataViewType ? nameof(WriteVector) : nameof(WriteScalar), StandardTypes.ItemType(annotation.Type).RawType, writer, annotation.Name, column.Annotations);
        }
    }

    private static DataViewSchema.Annotations LoadAnnotations(BinaryReader reader)
    {
        var builder = new DataViewSchema.Annotations.Builder();
        int count = reader.ReadInt32();
        for (int i = 0; i < count; i++)
        {
            string name = reader.ReadString();
            DataViewType type = ReadType(reader);
            Array values = PrimitiveFormat.ReadArray(reader);
            GenericCall.Static(typeof(SchemaFormat), type is VectorDataViewType ? nameof(AddVector) : nameof(AddScalar), StandardTypes.ItemType(type).RawType, builder, name, type, values);
        }

        return builder.ToAnnotations();
    }

    private static bool IsSavable(DataViewType type) => StandardTypes.ItemType(type) is KeyDataViewType || StandardTypes.TryGet(StandardTypes.ItemType(type).RawType, out _);

    private static void WriteType(BinaryWriter writer, DataViewType type)
    {
        DataViewType item = StandardTypes.ItemType(type);
        writer.Write(PrimitiveFormat.CodeOf(item.RawType));
        writer.Write(item is KeyDataViewType key ? key.Count : 0ul);
        if (type is not VectorDataViewType vector)
        {
            writer.Write(Scalar);
            return;
        }

        writer.Write(Vector);
        writer.Write(vector.Dimensions.Length);
        foreach (int dimension in vector.Dimensions)
        {
            writer.Write(dimension);
        }
    }

    private static DataViewType ReadType(BinaryReader reader)
    {
        Type raw = PrimitiveFormat.TypeOf(reader.ReadByte());
        ulong keyCount = reader.ReadUInt64();
        PrimitiveDataViewType item = keyCount > 0 ? new KeyDataViewType(raw, keyCount) : StandardTypes.Get(raw);
        if (reader.ReadByte() == Scalar)
        {
            return item;
        }

        var dimensions = new int[reader.ReadInt32()];
        for (int i = 0; i < dimensions.Length; i++)
        {
            dimensions[i] = reader.ReadInt32();
        }

        return new VectorDataViewType(item, dimensions);
    }

    private static void WriteScalar<T>(BinaryWriter writer, string name, DataViewSchema.Annotations annotations)
    {
        T value = default;
        annotations.GetValue(name, ref value);
        PrimitiveFormat.WriteArray(writer, new[] { value });
    }

    private static void WriteVector<T>(BinaryWriter writer, string name, DataViewSchema.Annotations annotations)
    {
        VBuffer<T> value = default;
        annotations.GetValue(name, ref value);
        PrimitiveFormat.WriteArray(writer, value.DenseValues().ToArray());
    }

    private static void AddScalar<T>(DataViewSchema.Annotations.Builder builder, string name, DataViewType type, T[] values)
        => builder.Add(name, type, (ValueGetter<T>)((ref T value) => value = values[0]));

    private static void AddVector<T>(DataViewSchema.Annotations.Builder builder, string name, DataViewType type, T[] values)
        => builder.Add(name, type, (ValueGetter<VBuffer<T>>)((ref VBuffer<T> value) => VBuffer<T>.Copy(values, 0, ref value, values.Length)));
}
