using System.Globalization;
using System.Text;

namespace Microsoft.Data.Analysis;

/// <summary>A table: named columns of equal length.</summary>
public class DataFrame
{
    private const string LengthLabel = "Length (excluding null values)";

    public DataFrame(IEnumerable<DataFrameColumn> columns)
    {
        Columns = new DataFrameColumnCollection(columns);
        Rows = new DataFrameRowCollection(this);
    }

    public DataFrame(params DataFrameColumn[] columns)
        : this((IEnumerable<DataFrameColumn>)columns)
    {
    }

    public DataFrameColumnCollection Columns { get; }

    public DataFrameRowCollection Rows { get; }

    public object this[long rowIndex, int columnIndex]
    {
        get => Columns[columnIndex][rowIndex];
        set => Columns[columnIndex][rowIndex] = value;
    }

    public DataFrameColumn this[string columnName]
    {
        get => Columns[columnName];
        set => Columns[columnName] = value;
    }

    public DataFrame this[PrimitiveDataFrameColumn<bool> rowFilter] => Filter(rowFilter);

    public DataFrame this[PrimitiveDataFrameColumn<int> rowIndices] => Filter(rowIndices);

    public DataFrame this[PrimitiveDataFrameColumn<long> rowIndices] => Filter(rowIndices);

    public DataFrame this[IEnumerable<bool> rowFilter] => Filter(new BooleanDataFrameColumn("Filter", rowFilter));

    public DataFrame this[IEnumerable<int> rowIndices] => Filter(new Int32DataFrameColumn("Filter", rowIndices));

    public DataFrame this[IEnumerable<long> rowIndices] => Filter(new Int64DataFrameColumn("Filter", rowIndices));

    public static DataFrame LoadCsv(
        string filename,
        char separator = ',',
        bool header = true,
        string[] columnNames = null,
        Type[] dataTypes = null,
        int numRows = -1,
        int guessRows = 10,
        bool addIndexColumn = false,
        Encoding encoding = null,
        bool renameDuplicatedColumns = false,
        CultureInfo cultureInfo = null)
    {
        using FileStream file = File.OpenRead(filename);
        return LoadCsv(file, separator, header, columnNames, dataTypes, numRows, guessRows, addIndexColumn, encoding, renameDuplicatedColumns, cultureInfo);
    }

    public static DataFrame LoadCsv(
        Stream csvStream,
        char separator = ',',
        bool header = true,
        string[] columnNames = null,
        Type[] dataTypes = null,
        long numberOfRowsToRead = -1,
        int guessRows = 10,
        bool addIndexColumn = false,
        Encoding encoding = null,
        bool renameDuplicatedColumns = false,
        CultureInfo cultureInfo = null,
        Func<IEnumerable<string>, Type> guessTypeFunction = null)
    {
        if (!csvStream.CanSeek)
        {
            throw new ArgumentException("Expected a seekable stream", nameof(csvStream));
        }

        using var reader = new StreamReader(csvStream, encoding ?? Encoding.UTF8, detectEncodingFromByteOrderMarks: true, bufferSize: -1, leaveOpen: true);
        var loader = new CsvLoader(separator, header, columnNames, dataTypes, numberOfRowsToRead, guessRows, addIndexColumn, renameDuplicatedColumns, cultureInfo, guessTypeFunction);
        return loader.Load(reader);
    }

    public static DataFrame LoadCsvFromString(
        string csvString,
        char separator = ',',
        bool header = true,
        string[] columnNames = null,
        Type[] dataTypes = null,
        long numberOfRowsToRead = -1,
        int guessRows = 10,
        bool addIndexColumn = false,
        bool renameDuplicatedColumns = false,
        CultureInfo cultureInfo = null,
        Func<IEnumerable<string>, Type> guessTypeFunction = null)
    {
        using var reader = new StringReader(csvString);
        var loader = new CsvLoader(separator, header, columnNames, dataTypes, numberOfRowsToRead, guessRows, addIndexColumn, renameDuplicatedColumns, cultureInfo, guessTypeFunction);
        return loader.Load(reader);
    }

    public static void SaveCsv(
        DataFrame dataFrame,
        string path,
        char separator = ',',
        bool header = true,
        Encoding encoding = null,
        CultureInfo cultureInfo = null)
    {
        using FileStream file = File.Create(path);
        SaveCsv(dataFrame, file, separator, header, encoding, cultureInfo);
    }

    /// <summary>Without an <paramref name="encoding"/> the text is ASCII: other characters become question marks.</summary>
    public static void SaveCsv(
        DataFrame dataFrame,
        Stream csvStream,
        char separator = ',',
        bool header = true,
        Encoding encoding = null,
        CultureInfo cultureInfo = null)
        => new CsvWriter(separator, cultureInfo).Write(dataFrame, csvStream, header, encoding ?? Encoding.ASCII);

    public static DataFrame LoadFrom(IEnumerable<IList<object>> vals, IList<(string, Type)> columnInfos)
    {
        var frame = new DataFrame(columnInfos.Select(info => ColumnFactory.Create(info.Item1, info.Item2)));
        foreach (IList<object> values in vals)
        {
            frame.Append(values, inPlace: true);
        }

        return frame;
    }

    public DataFrame Clone() => Select(null);

    public DataFrame Filter(PrimitiveDataFrameColumn<bool> filter) => Select(filter);

    public DataFrame Filter(PrimitiveDataFrameColumn<int> rowIndices) => Select(rowIndices);

    public DataFrame Filter(PrimitiveDataFrameColumn<long> rowIndices) => Select(rowIndices);

    /// <summary>More rows than there are is an error, as in the mirrored library.</summary>
    public DataFrame Head(int numberOfRows) => this[Enumerable.Range(0, numberOfRows)];

    public DataFrame Tail(int numberOfRows) => this[Enumerable.Range(0, numberOfRows).Select(row => Rows.Count - numberOfRows + row)];

    public DataFrame OrderBy(string columnName, bool ascending = true, bool putNullValuesLast = true)
        => Select(Columns[columnName].SortIndices(ascending, putNullValuesLast));

    public DataFrame OrderByDescending(string columnName, bool putNullValuesLast = true) => OrderBy(columnName, false, putNullValuesLast);

    public DataFrame DropNulls(DropNullOptions options = DropNullOptions.Any)
    {
        var keep = new BooleanDataFrameColumn("Filter");
        for (long row = 0; row < Rows.Count; row++)
        {
            keep.Append(options == DropNullOptions.Any
                ? Columns.All(column => column.IsValid(row))
                : Columns.Any(column => column.IsValid(row)));
        }

        return Filter(keep);
    }

    public DataFrame FillNulls(object value, bool inPlace = false)
    {
        DataFrame frame = inPlace ? this : Clone();
        foreach (DataFrameColumn column in frame.Columns)
        {
            column.FillNulls(value, inPlace: true);
        }

        return frame;
    }

    public DataFrame Append(IEnumerable<DataFrameRow> rows, bool inPlace = false, CultureInfo cultureInfo = null)
    {
        DataFrame frame = inPlace ? this : Clone();
        foreach (DataFrameRow row in rows)
        {
            frame.Append(row.GetValues(), inPlace: true, cultureInfo);
        }

        return frame;
    }

    /// <summary>Missing values are null, and so are the text "null" (in any case) and, outside text columns, the empty text.</summary>
    public DataFrame Append(IEnumerable<object> row = null, bool inPlace = false, CultureInfo cultureInfo = null)
    {
        DataFrame frame = inPlace ? this : Clone();
        object[] values = row?.ToArray() ?? [];
        if (values.Length > frame.Columns.Count)
        {
            throw Errors.TooManyValues(frame.Columns.Count, nameof(row));
        }

        var converted = new object[frame.Columns.Count];
        for (int i = 0; i < values.Length; i++)
        {
            Type type = frame.Columns[i].DataType;
            bool isNull = values[i] is string text && ((text.Length == 0 && type != typeof(string)) || text.Equals("null", StringComparison.OrdinalIgnoreCase));
            converted[i] = isNull ? null : Converted(values[i], type, cultureInfo);
        }

        frame.AppendConverted(converted);
        return frame;
    }

    public DataFrame Append(IEnumerable<KeyValuePair<string, object>> row, bool inPlace = false, CultureInfo cultureInfo = null)
    {
        ArgumentNullException.ThrowIfNull(row);
        DataFrame frame = inPlace ? this : Clone();
        var converted = new object[frame.Columns.Count];
        foreach ((string columnName, object value) in row)
        {
            int index = frame.Columns.IndexOf(columnName);
            if (index < 0)
            {
                throw Errors.NoColumn(columnName, nameof(columnName));
            }

            converted[index] = Converted(value, frame.Columns[index].DataType, cultureInfo);
        }

        frame.AppendConverted(converted);
        return frame;
    }

    public DataFrame Info() => Summary("Info", ["DataType", LengthLabel], Columns.Select(column => column.Info()));

    public DataFrame Description() => Summary(
        "Description",
        [LengthLabel, "Max", "Min", "Mean"],
        Columns.Where(column => column.HasDescription()).Select(column => column.Description()));

    public override string ToString() => ToString(DataFrameColumn.RowsInPreview);

    public string ToString(long rowsToShow)
    {
        int width = Columns.Select(column => column.Name.Length + 1).Append(10).Max();
        var text = new StringBuilder();
        foreach (DataFrameColumn column in Columns)
        {
            text.Append(column.Name.PadRight(width));
        }

        text.AppendLine();
        for (long row = 0; row < Math.Min(Rows.Count, rowsToShow); row++)
        {
            foreach (object value in Rows[row])
            {
                text.Append(string.Create(CultureInfo.CurrentCulture, $"{value ?? "null"}").PadRight(width));
            }

            text.AppendLine();
        }

        if (rowsToShow < Rows.Count)
        {
            text.AppendLine(Errors.RowsShown(rowsToShow, Rows.Count));
        }

        return text.ToString();
    }

    private static object Converted(object value, Type type, CultureInfo culture)
        => value is null ? null : Convert.ChangeType(value, type, culture ?? CultureInfo.CurrentCulture);

    private static DataFrame Summary(string name, string[] labels, IEnumerable<DataFrameColumn> columns)
    {
        var frame = new DataFrame(columns);
        if (frame.Columns.Count > 0)
        {
            frame.Columns.Insert(0, new StringDataFrameColumn(name, labels));
        }

        return frame;
    }

    private DataFrame Select(DataFrameColumn mapIndices) => new(Columns.Select(column => column.Clone(mapIndices)).ToList());

    private void AppendConverted(object[] values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            Columns[i].AppendValue(values[i]);
        }

        Columns.RowCount++;
    }
}
