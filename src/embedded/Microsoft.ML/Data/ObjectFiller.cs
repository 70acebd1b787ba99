using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Fills a user's row objects with the values of data view columns.</summary>
internal sealed class ObjectFiller<TRow>
    where TRow : class
{
    private readonly DataViewSchema _schema;
    private readonly List<Binding> _bindings = [];

    public ObjectFiller(DataViewSchema schema, bool ignoreMissingColumns, SchemaDefinition definition)
    {
        _schema = schema;
        foreach (RowMember member in RowMember.Bind(typeof(TRow), definition, SchemaDefinition.Direction.Write))
        {
            if (schema.GetColumnOrNull(member.ColumnName) is not { } column)
            {
                if (ignoreMissingColumns)
                {
                    continue;
                }

                throw Errors.ColumnNotFound("Schema", string.Empty, member.ColumnName);
            }

            if (!member.IsCompatibleWith(column.Type))
            {
                throw new InvalidOperationException(
                    $"Can't bind the IDataView column '{member.ColumnName}' of type '{column.Type}' to field or property '{member.Name}' of type '{member.Type.FullName}'.");
            }

            _bindings.Add(new Binding(
                column.Index,
                member,
                member.Writer(typeof(TRow)),
                column.Type is VectorDataViewType && member.CanRead ? member.Reader(typeof(TRow)) : null));
        }
    }

    public IEnumerable<DataViewSchema.Column> Columns => _bindings.Select(binding => _schema[binding.Index]).DistinctBy(column => column.Index);

    /// <summary>Binds to a row; the result fills an object with the row's current values.</summary>
    public Action<TRow> Bind(DataViewRow row)
    {
        Action<TRow>[] setters = _bindings.Select(binding => CreateSetter(binding, row)).ToArray();
        return target =>
        {
            foreach (Action<TRow> setter in setters)
            {
                setter(target);
            }
        };
    }

    private static Action<TRow> CreateSetter(Binding binding, DataViewRow row)
    {
        DataViewSchema.Column column = row.Schema[binding.Index];
        switch (binding.Writer)
        {
            case Action<TRow, string> text:
                return Text(row.GetGetter<ReadOnlyMemory<char>>(column), text);
            case Action<TRow, string[]> texts:
                return Texts(row.GetGetter<VBuffer<ReadOnlyMemory<char>>>(column), texts);
        }

        (string method, Type argument) = binding.Member.Type.IsArray ? (nameof(Items), binding.Member.Type.GetElementType())
            : column.Type is VectorDataViewType vector ? (nameof(Buffer), vector.ItemType.RawType)
            : (nameof(Direct), binding.Member.Type);
        return (Action<TRow>)GenericCall.Static(typeof(ObjectFiller<TRow>), method, argument, row, column, binding.Reader, binding.Writer);
    }

    private static Action<TRow> Text(ValueGetter<ReadOnlyMemory<char>> getter, Action<TRow, string> writer)
    {
        ReadOnlyMemory<char> value = default;
        return target =>
        {
            getter(ref value);
            writer(target, value.ToString());
        };
    }

    private static Action<TRow> Texts(ValueGetter<VBuffer<ReadOnlyMemory<char>>> getter, Action<TRow, string[]> writer)
    {
        VBuffer<ReadOnlyMemory<char>> value = default;
        return target =>
        {
            getter(ref value);
            writer(target, value.DenseValues().Select(text => text.ToString()).ToArray());
        };
    }

    // An array of the right length that the object already has is filled in place.
    private static Action<TRow> Items<T>(DataViewRow row, DataViewSchema.Column column, Delegate reader, Delegate writer)
    {
        ValueGetter<VBuffer<T>> getter = row.GetGetter<VBuffer<T>>(column);
        var read = (Func<TRow, T[]>)reader;
        var write = (Action<TRow, T[]>)writer;
        VBuffer<T> value = default;
        return target =>
        {
            T[] items = read?.Invoke(target);
            getter(ref value);
            if (items?.Length != value.Length)
            {
                items = new T[value.Length];
            }

            value.CopyTo(items);
            write(target, items);
        };
    }

    private static Action<TRow> Buffer<T>(DataViewRow row, DataViewSchema.Column column, Delegate reader, Delegate writer)
    {
        ValueGetter<VBuffer<T>> getter = row.GetGetter<VBuffer<T>>(column);
        var read = (Func<TRow, VBuffer<T>>)reader;
        var write = (Action<TRow, VBuffer<T>>)writer;
        return target =>
        {
            VBuffer<T> value = read == null ? default : read(target);
            getter(ref value);
            write(target, value);
        };
    }

    // As in ML.NET, the value of the row before is handed to the getter, which may dispose or reuse it.
    private static Action<TRow> Direct<T>(DataViewRow row, DataViewSchema.Column column, Delegate reader, Delegate writer)
    {
        ValueGetter<T> getter = row.GetGetter<T>(column);
        var write = (Action<TRow, T>)writer;
        T value = default;
        return target =>
        {
            getter(ref value);
            write(target, value);
        };
    }

    private sealed record Binding(int Index, RowMember Member, Delegate Writer, Delegate Reader);
}
