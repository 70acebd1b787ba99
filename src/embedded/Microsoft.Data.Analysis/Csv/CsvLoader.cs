using System.Globalization;

namespace Microsoft.Data.Analysis;

/// <summary>Makes a frame from separated text: the first rows decide the columns and, where no types are given, their types.</summary>
internal sealed class CsvLoader
{
    private readonly char _separator;
    private readonly int _headerRows;
    private readonly string[] _columnNames;
    private readonly Type[] _dataTypes;
    private readonly long _rowsToRead;
    private readonly int _guessRows;
    private readonly bool _addIndexColumn;
    private readonly bool _renameDuplicates;
    private readonly CultureInfo _culture;
    private readonly Func<IEnumerable<string>, Type> _guessType;

    public CsvLoader(
        char separator,
        bool header,
        string[] columnNames,
        Type[] dataTypes,
        long rowsToRead,
        int guessRows,
        bool addIndexColumn,
        bool renameDuplicates,
        CultureInfo culture,
        Func<IEnumerable<string>, Type> guessType)
    {
        if (dataTypes is null && guessRows <= 0)
        {
            throw new ArgumentException("Expected either guessRows or dataTypes to be provided");
        }

        _separator = separator;
        _headerRows = header ? 1 : 0;
        _columnNames = columnNames;
        _dataTypes = dataTypes;
        _rowsToRead = rowsToRead == -1 ? long.MaxValue : rowsToRead;
        _guessRows = guessRows;
        _addIndexColumn = addIndexColumn;
        _renameDuplicates = renameDuplicates;
        _culture = culture;
        _guessType = guessType ?? GuessType;
    }

    public DataFrame Load(TextReader text)
    {
        using IEnumerator<string[]> rows = new CsvFieldReader(text, _separator).ReadAll().GetEnumerator();
        // The header counts among the rows that types are guessed from.
        var head = new List<string[]>();
        while (head.Count < Math.Max(1, _guessRows) && rows.MoveNext())
        {
            head.Add(rows.Current);
        }

        if (head.Count == 0)
        {
            throw new FormatException("Empty file");
        }

        string[] names = _columnNames ?? (_headerRows == 1 ? Header(head[0]) : null);
        IEnumerable<string[]> sample = head.Skip(_headerRows).Take((int)Math.Min(_rowsToRead, Math.Max(0, _guessRows)));
        var frame = new DataFrame(CreateColumns(names, sample.ToList()));
        long read = 0;
        foreach (string[] row in head.Skip(_headerRows).Concat(Remaining(rows)))
        {
            if (read++ == _rowsToRead)
            {
                break;
            }

            frame.Append(row, inPlace: true, _culture);
        }

        if (_addIndexColumn)
        {
            frame.Columns.Insert(0, new Int64DataFrameColumn("IndexColumn", Enumerable.Range(0, (int)frame.Rows.Count).Select(row => (long)row)));
        }

        return frame;
    }

    private static IEnumerable<string[]> Remaining(IEnumerator<string[]> rows)
    {
        while (rows.MoveNext())
        {
            yield return rows.Current;
        }
    }

    private string[] Header(string[] fields)
    {
        if (!_renameDuplicates)
        {
            return fields;
        }

        var uses = new Dictionary<string, int>(StringComparer.Ordinal);
        var names = new string[fields.Length];
        for (int i = 0; i < fields.Length; i++)
        {
            int use = uses.GetValueOrDefault(fields[i]);
            uses[fields[i]] = use + 1;
            names[i] = use == 0 ? fields[i] : string.Create(CultureInfo.InvariantCulture, $"{fields[i]}.{use}");
        }

        return names;
    }

    private List<DataFrameColumn> CreateColumns(string[] names, List<string[]> sample)
    {
        int count = Math.Max(_dataTypes?.Length ?? 0, sample.Select(fields => fields.Length).DefaultIfEmpty().Max());
        CheckCount(count, names?.Length, "names");
        CheckCount(count, _dataTypes?.Length, "types");
        var columns = new List<DataFrameColumn>(count);
        for (int i = 0; i < count; i++)
        {
            int index = i;
            string name = string.IsNullOrEmpty(names?[i]) ? string.Create(CultureInfo.InvariantCulture, $"Column{i}") : names[i];
            columns.Add(ColumnFactory.Create(name, _dataTypes?[i] ?? _guessType(sample.Select((fields, row) => Field(fields, index, row)))));
        }

        return columns;
    }

    private static void CheckCount(int columns, int? given, string what)
    {
        if (given < columns)
        {
            throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"The text has {columns} columns, but {given} column {what}; give one for each, or check the separator."));
        }
    }

    private string Field(string[] fields, int column, int row) => column < fields.Length
        ? fields[column]
        : throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"Line {row + _headerRows + 1} has less columns than expected"));

    private static Type GuessType(IEnumerable<string> values)
    {
        Type guess = null;
        foreach (string value in values)
        {
            if (!string.IsNullOrEmpty(value) && !value.Equals("null", StringComparison.OrdinalIgnoreCase))
            {
                guess = Wider(guess, TypeOf(value));
            }
        }

        return guess ?? typeof(string);
    }

    private static Type TypeOf(string value)
        => bool.TryParse(value, out _) ? typeof(bool)
        : float.TryParse(value, NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.CurrentCulture, out _) ? typeof(float)
        : DateTime.TryParse(value, CultureInfo.CurrentCulture, DateTimeStyles.None, out _) ? typeof(DateTime)
        : typeof(string);

    private static Type Wider(Type first, Type second)
        => first is null ? second : new[] { typeof(string), typeof(float), typeof(bool), typeof(DateTime) }.First(type => type == first || type == second);
}
