using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>The values of a user's row object as the values of data view columns.</summary>
internal sealed class ObjectGetters<TRow>
    where TRow : class
{
    private readonly Delegate[] _readers;
    private readonly RowMember[] _members;

    public ObjectGetters(RowMember[] members)
    {
        _members = members;
        _readers = Array.ConvertAll(members, member => member.Reader(typeof(TRow)));
        Schema = DataViewSchema.FromColumns(members.Select(member => member.ToColumn()));
        foreach (RowMember member in members)
        {
            if (member.ColumnType is not (PrimitiveDataViewType or VectorDataViewType) && !DataViewTypeManager.Knows(member.ColumnType))
            {
                throw new NotSupportedException($"Type '{member.Type.FullName}' is not yet supported.");
            }
        }
    }

    public DataViewSchema Schema { get; }

    /// <summary>A getter of one column. <paramref name="current"/> gives the row object at the time of the call.</summary>
    public Delegate Create(int index, Func<TRow> current)
    {
        Type type = _members[index].Type;
        Delegate reader = _readers[index];
        switch (reader)
        {
            case Func<TRow, string> text:
                return (ValueGetter<ReadOnlyMemory<char>>)((ref ReadOnlyMemory<char> value) => value = text(current()).AsMemory());
            case Func<TRow, string[]> texts:
                return TextArray(texts, current);
        }

        (string method, Type argument) = type.IsArray ? (nameof(Items), type.GetElementType())
            : _members[index].ColumnType is VectorDataViewType vector ? (nameof(Buffer), vector.ItemType.RawType)
            : _members[index].ColumnType is KeyDataViewType ? (nameof(Key), type)
            : (nameof(Direct), type);
        return (Delegate)GenericCall.Static(typeof(ObjectGetters<TRow>), method, argument, reader, current, _members[index].ColumnType);
    }

    private static ValueGetter<VBuffer<ReadOnlyMemory<char>>> TextArray(Func<TRow, string[]> reader, Func<TRow> current)
        => (ref VBuffer<ReadOnlyMemory<char>> value) =>
        {
            string[] texts = reader(current()) ?? [];
            VBufferEditor<ReadOnlyMemory<char>> editor = VBufferEditor.Create(ref value, texts.Length);
            for (int i = 0; i < texts.Length; i++)
            {
                editor.Values[i] = texts[i].AsMemory();
            }

            value = editor.Commit();
        };

    private static ValueGetter<VBuffer<T>> Items<T>(Func<TRow, T[]> reader, Func<TRow> current, DataViewType type)
        => (ref VBuffer<T> value) =>
        {
            T[] items = reader(current());
            VBuffer<T>.Copy(items, 0, ref value, items?.Length ?? 0);
        };

    private static ValueGetter<VBuffer<T>> Buffer<T>(Func<TRow, VBuffer<T>> reader, Func<TRow> current, DataViewType type)
        => (ref VBuffer<T> value) => reader(current()).CopyTo(ref value);

    private static ValueGetter<T> Direct<T>(Func<TRow, T> reader, Func<TRow> current, DataViewType type)
        => (ref T value) => value = reader(current());

    // A user's key value counts from 0; in a column 0 means missing and keys count from 1.
    private static ValueGetter<T> Key<T>(Func<TRow, T> reader, Func<TRow> current, DataViewType type)
    {
        ulong count = ((KeyDataViewType)type).Count;
        return (ref T value) =>
        {
            ulong key = Convert.ToUInt64(reader(current()), System.Globalization.CultureInfo.InvariantCulture);
            value = (T)Convert.ChangeType(key < count ? key + 1 : 0, typeof(T), System.Globalization.CultureInfo.InvariantCulture);
        };
    }
}
