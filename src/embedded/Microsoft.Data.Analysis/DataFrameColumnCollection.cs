using System.Collections.ObjectModel;

namespace Microsoft.Data.Analysis;

/// <summary>The columns of a frame: equally long, each name once (ordinal).</summary>
public class DataFrameColumnCollection : Collection<DataFrameColumn>
{
    internal DataFrameColumnCollection(IEnumerable<DataFrameColumn> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        foreach (DataFrameColumn column in columns)
        {
            Add(column);
        }
    }

    internal long RowCount { get; set; }

    public DataFrameColumn this[string columnName]
    {
        get
        {
            int index = IndexOf(columnName);
            return index >= 0 ? this[index] : throw Errors.NoColumn(columnName, nameof(columnName));
        }

        set
        {
            ArgumentNullException.ThrowIfNull(value);
            value.SetName(columnName);
            int index = IndexOf(columnName);
            if (index >= 0)
            {
                this[index] = value;
            }
            else
            {
                Add(value);
            }
        }
    }

    public int IndexOf(string columnName)
    {
        for (int i = 0; i < Count; i++)
        {
            if (this[i].Name == columnName)
            {
                return i;
            }
        }

        return -1;
    }

    public void Insert<T>(int columnIndex, IEnumerable<T> column, string columnName)
        where T : unmanaged
        => Insert(columnIndex, new PrimitiveDataFrameColumn<T>(columnName, column));

    public void Remove(string columnName)
    {
        int index = IndexOf(columnName);
        if (index >= 0)
        {
            RemoveAt(index);
        }
    }

    public void RenameColumn(string currentName, string newName) => this[currentName].SetName(newName);

    public PrimitiveDataFrameColumn<T> GetPrimitiveColumn<T>(string name)
        where T : unmanaged
        => Get<PrimitiveDataFrameColumn<T>>(name, typeof(T));

    public BooleanDataFrameColumn GetBooleanColumn(string name) => Get<BooleanDataFrameColumn>(name, typeof(bool));

    public DateTimeDataFrameColumn GetDateTimeColumn(string name) => Get<DateTimeDataFrameColumn>(name, typeof(DateTime));

    public DoubleDataFrameColumn GetDoubleColumn(string name) => Get<DoubleDataFrameColumn>(name, typeof(double));

    public Int32DataFrameColumn GetInt32Column(string name) => Get<Int32DataFrameColumn>(name, typeof(int));

    public Int64DataFrameColumn GetInt64Column(string name) => Get<Int64DataFrameColumn>(name, typeof(long));

    public SingleDataFrameColumn GetSingleColumn(string name) => Get<SingleDataFrameColumn>(name, typeof(float));

    public StringDataFrameColumn GetStringColumn(string name) => Get<StringDataFrameColumn>(name, typeof(string));

    internal void CheckName(DataFrameColumn column, string name, string paramName)
    {
        int index = IndexOf(name);
        if (index >= 0 && !ReferenceEquals(this[index], column))
        {
            throw Errors.DuplicateColumn(name, paramName);
        }
    }

    protected override void InsertItem(int columnIndex, DataFrameColumn column)
    {
        ArgumentNullException.ThrowIfNull(column);
        if (Count > 0 && column.Length != RowCount)
        {
            throw Errors.MismatchedLengths(nameof(column));
        }

        if (IndexOf(column.Name) >= 0)
        {
            throw Errors.DuplicateColumn(column.Name, nameof(column));
        }

        base.InsertItem(columnIndex, column);
        RowCount = column.Length;
        column.AddOwner(this);
    }

    protected override void SetItem(int columnIndex, DataFrameColumn column)
    {
        ArgumentNullException.ThrowIfNull(column);
        if (RowCount > 0 && column.Length != RowCount)
        {
            throw Errors.MismatchedLengths(nameof(column));
        }

        CheckName(this[columnIndex], column.Name, nameof(column));
        this[columnIndex].RemoveOwner(this);
        base.SetItem(columnIndex, column);
        column.AddOwner(this);
    }

    protected override void RemoveItem(int columnIndex)
    {
        this[columnIndex].RemoveOwner(this);
        base.RemoveItem(columnIndex);
        if (Count == 0)
        {
            RowCount = 0;
        }
    }

    protected override void ClearItems()
    {
        foreach (DataFrameColumn column in this)
        {
            column.RemoveOwner(this);
        }

        base.ClearItems();
        RowCount = 0;
    }

    private TColumn Get<TColumn>(string name, Type valueType)
        where TColumn : DataFrameColumn
    {
        DataFrameColumn column = this[name];
        return column as TColumn ?? throw Errors.BadColumnCast(column, valueType);
    }
}
