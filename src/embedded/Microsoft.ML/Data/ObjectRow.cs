using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>A row over one object at a time.</summary>
internal sealed class ObjectRow<TRow> : DataViewRow
    where TRow : class
{
    private readonly Delegate[] _getters;
    private TRow _current;
    private long _position = -1;

    public ObjectRow(ObjectGetters<TRow> getters)
    {
        Schema = getters.Schema;
        _getters = Enumerable.Range(0, Schema.Count).Select(i => getters.Create(i, Current)).ToArray();
    }

    public override long Position => _position;

    public override long Batch => 0;

    public override DataViewSchema Schema { get; }

    public void SetCurrent(TRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        _current = row;
        _position++;
    }

    public override bool IsColumnActive(DataViewSchema.Column column) => column.Index < _getters.Length;

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        => _getters[column.Index] as ValueGetter<TValue> ?? throw Errors.WrongGetterType(typeof(TValue), _getters[column.Index].GetType().GetGenericArguments()[0]);

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = new DataViewRowId((ulong)_position, 0);

    private TRow Current() => _current ?? throw Errors.NoCurrentRow();
}
