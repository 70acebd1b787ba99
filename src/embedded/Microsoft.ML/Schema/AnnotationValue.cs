using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>An annotation given as a value of a user's type, as annotations are in a <see cref="SchemaDefinition"/>.</summary>
internal sealed class AnnotationValue
{
    private readonly string _kind;
    private readonly DataViewType _type;
    private readonly Func<Delegate> _getter;

    private AnnotationValue(string kind, DataViewType type, Func<Delegate> getter)
    {
        _kind = kind;
        _type = type;
        _getter = getter;
    }

    public static AnnotationValue Create<T>(string kind, T value, DataViewType type)
    {
        (bool isVector, Type itemType) = RowMember.Shape("annotation value", typeof(T), null);
        if (isVector != type is VectorDataViewType)
        {
            throw new InvalidOperationException($"The annotation value is {(isVector ? "a vector" : "a scalar")}, but the annotation's type is {type}.");
        }

        if (itemType != StandardTypes.ItemType(type).RawType)
        {
            throw new InvalidOperationException($"The annotation value has item type {itemType}, but the annotation's type {type} has {StandardTypes.ItemType(type).RawType}.");
        }

        return new AnnotationValue(kind, type, () => MakeGetter(value, type));
    }

    /// <summary>Takes one annotation of a schema as a value. Reads it.</summary>
    public static AnnotationValue Read(DataViewSchema.Column annotation, DataViewSchema.Annotations annotations)
        => (AnnotationValue)GenericCall.Static(typeof(AnnotationValue), nameof(ReadCore), annotation.Type.RawType, annotation, annotations);

    public void AddTo(DataViewSchema.Annotations.Builder builder) => builder.Add(_kind, _type, _getter());

    private static AnnotationValue ReadCore<T>(DataViewSchema.Column annotation, DataViewSchema.Annotations annotations)
    {
        T value = default;
        annotations.GetValue(annotation.Name, ref value);
        return Create(annotation.Name, value, annotation.Type);
    }

    private static Delegate MakeGetter<T>(T value, DataViewType type)
    {
        switch (value)
        {
            case string text:
                return (ValueGetter<ReadOnlyMemory<char>>)((ref ReadOnlyMemory<char> destination) => destination = text.AsMemory());
            case string[] texts:
                return (ValueGetter<VBuffer<ReadOnlyMemory<char>>>)((ref VBuffer<ReadOnlyMemory<char>> destination) =>
                {
                    VBufferEditor<ReadOnlyMemory<char>> editor = VBufferEditor.Create(ref destination, texts.Length);
                    for (int i = 0; i < texts.Length; i++)
                    {
                        editor.Values[i] = texts[i].AsMemory();
                    }

                    destination = editor.Commit();
                });
        }

        if (type is VectorDataViewType vector)
        {
            return (Delegate)GenericCall.Static(typeof(AnnotationValue), typeof(T).IsArray ? nameof(ArrayGetter) : nameof(BufferGetter), vector.ItemType.RawType, value);
        }

        if (type is not PrimitiveDataViewType)
        {
            throw new NotSupportedException($"Type '{typeof(T).FullName}' is not yet supported.");
        }

        return (ValueGetter<T>)((ref T destination) => destination = value);
    }

    private static ValueGetter<VBuffer<T>> ArrayGetter<T>(T[] values)
        => (ref VBuffer<T> destination) => VBuffer<T>.Copy(values, 0, ref destination, values.Length);

    private static ValueGetter<VBuffer<T>> BufferGetter<T>(VBuffer<T> value)
        => (ref VBuffer<T> destination) => value.CopyTo(ref destination);
}
