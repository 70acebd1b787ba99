using Microsoft.ML.Model;

namespace Microsoft.ML.Data;

/// <summary>A dictionary from values of one type to values of another.</summary>
internal abstract class ValueMap
{
    public abstract PrimitiveDataViewType KeyType { get; }

    public abstract PrimitiveDataViewType ValueType { get; }

    public static ValueMap Create<TKey, TValue>(IEnumerable<KeyValuePair<TKey, TValue>> pairs)
    {
        KeyValuePair<TKey, TValue>[] items = pairs.ToArray();
        Array keys = ToRaw(Array.ConvertAll(items, pair => pair.Key));
        Array values = ToRaw(Array.ConvertAll(items, pair => pair.Value));
        return Create(keys, values);
    }

    public static ValueMap Load(ModelReader reader) => Create(reader.ReadArray(), reader.ReadArray());

    public abstract void Save(ModelSaveContext ctx);

    public abstract Delegate MakeGetter(DataViewRow row, DataViewSchema.Column input);

    private static ValueMap Create(Array keys, Array values)
        => (ValueMap)GenericCall.Create(typeof(ValueMap<,>), [keys.GetType().GetElementType(), values.GetType().GetElementType()], keys, values);

    private static Array ToRaw<T>(T[] values)
    {
        if (values is string[] texts)
        {
            return Array.ConvertAll(texts, text => text.AsMemory());
        }

        return StandardTypes.TryGet(typeof(T), out _) ? values : throw new InvalidOperationException($"Unsupported type {typeof(T)} used in mapping.");
    }
}

/// <summary>As the base; keys and values as a data view holds them.</summary>
internal sealed class ValueMap<TKey, TValue> : ValueMap
{
    private readonly TKey[] _keys;
    private readonly TValue[] _values;
    private readonly Dictionary<TKey, TValue> _map;

    public ValueMap(TKey[] keys, TValue[] values)
    {
        _keys = keys;
        _values = values;
        _map = typeof(TKey) == typeof(ReadOnlyMemory<char>)
            ? (Dictionary<TKey, TValue>)(object)new Dictionary<ReadOnlyMemory<char>, TValue>(new TextComparer())
            : [];
        for (int i = 0; i < keys.Length; i++)
        {
            if (!_map.TryAdd(keys[i], values[i]))
            {
                throw new InvalidOperationException($"Duplicate keys in data '{keys[i]}'");
            }
        }
    }

    public override PrimitiveDataViewType KeyType => StandardTypes.Get(typeof(TKey));

    public override PrimitiveDataViewType ValueType => StandardTypes.Get(typeof(TValue));

    public override void Save(ModelSaveContext ctx)
    {
        ctx.WriteArray(_keys);
        ctx.WriteArray(_values);
    }

    public override Delegate MakeGetter(DataViewRow row, DataViewSchema.Column input)
    {
        if (input.Type is VectorDataViewType)
        {
            ValueGetter<VBuffer<TKey>> keys = row.GetGetter<VBuffer<TKey>>(input);
            VBuffer<TKey> buffer = default;
            return (ValueGetter<VBuffer<TValue>>)((ref VBuffer<TValue> values) =>
            {
                keys(ref buffer);
                VBufferEditor<TValue> editor = VBufferEditor.Create(ref values, buffer.Length);
                foreach (KeyValuePair<int, TKey> item in buffer.Items(all: true))
                {
                    editor.Values[item.Key] = Find(item.Value);
                }

                values = editor.Commit();
            });
        }

        ValueGetter<TKey> getter = row.GetGetter<TKey>(input);
        TKey key = default;
        return (ValueGetter<TValue>)((ref TValue value) =>
        {
            getter(ref key);
            value = Find(key);
        });
    }

    // What is not in the map becomes a missing value where the type has one.
    private TValue Find(TKey key)
        => _map.TryGetValue(key, out TValue value) ? value
            : typeof(TValue) == typeof(float) ? (TValue)(object)float.NaN
            : typeof(TValue) == typeof(double) ? (TValue)(object)double.NaN
            : default;

    private sealed class TextComparer : IEqualityComparer<ReadOnlyMemory<char>>
    {
        public bool Equals(ReadOnlyMemory<char> x, ReadOnlyMemory<char> y) => x.Span.SequenceEqual(y.Span);

        public int GetHashCode(ReadOnlyMemory<char> text) => string.GetHashCode(text.Span);
    }
}
