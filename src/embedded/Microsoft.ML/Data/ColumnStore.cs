namespace Microsoft.ML.Data;

/// <summary>Keeps values of one column of a cursor, by slot.</summary>
internal abstract class ColumnStore
{
    /// <summary>Stores the cursor's current value.</summary>
    public abstract void Store(int slot);

    /// <summary>Sets a slot count that is known to be enough, or to be final.</summary>
    public abstract void Resize(int slots);

    /// <summary>A <see cref="ValueGetter{TValue}"/> of the value in the slot that is current at the time of the call.</summary>
    public abstract Delegate MakeGetter(Func<int> slot);

    public static ColumnStore Create(DataViewRowCursor cursor, DataViewSchema.Column column)
        => column.Type is VectorDataViewType vector
            ? (ColumnStore)GenericCall.Create(typeof(VectorColumnStore<>), vector.ItemType.RawType, cursor, column)
            : (ColumnStore)GenericCall.Create(typeof(ScalarColumnStore<>), column.Type.RawType, cursor, column);

    /// <summary>Whether ML.NET stores columns of a type. Others (images) it leaves out of cached and shuffled views.</summary>
    public static bool CanStore(DataViewType type) => type is PrimitiveDataViewType or VectorDataViewType;

    /// <summary>The columns of a view that can be stored.</summary>
    public static IDataView StorableColumns(IDataView source)
    {
        int[] storable = source.Schema.Where(column => CanStore(column.Type)).Select(column => column.Index).ToArray();
        return storable.Length == source.Schema.Count ? source : new SelectedColumnsDataView(source, new ColumnSelection(source.Schema, storable));
    }
}

/// <summary>Of a column of vectors. A reader's buffer never shares memory with the store.</summary>
internal sealed class VectorColumnStore<T> : ColumnStore
{
    private readonly ValueGetter<VBuffer<T>> _getter;
    private VBuffer<T>[] _values = [];

    public VectorColumnStore(DataViewRowCursor cursor, DataViewSchema.Column column)
    {
        _getter = cursor.GetGetter<VBuffer<T>>(column);
    }

    public override void Store(int slot) => _getter(ref _values[slot]);

    public override void Resize(int slots) => Array.Resize(ref _values, slots);

    public override Delegate MakeGetter(Func<int> slot) => (ValueGetter<VBuffer<T>>)((ref VBuffer<T> value) => _values[slot()].CopyTo(ref value));
}

/// <summary>Of a column of single values.</summary>
internal sealed class ScalarColumnStore<T> : ColumnStore
{
    private readonly ValueGetter<T> _getter;
    private T[] _values = [];

    public ScalarColumnStore(DataViewRowCursor cursor, DataViewSchema.Column column)
    {
        _getter = cursor.GetGetter<T>(column);
    }

    public override void Store(int slot) => _getter(ref _values[slot]);

    public override void Resize(int slots) => Array.Resize(ref _values, slots);

    public override Delegate MakeGetter(Func<int> slot) => (ValueGetter<T>)((ref T value) => value = _values[slot()]);
}
