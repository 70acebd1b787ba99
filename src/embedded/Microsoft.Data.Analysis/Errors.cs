using System.Globalization;

namespace Microsoft.Data.Analysis;

/// <summary>The exceptions and wordings that callers of Microsoft.Data.Analysis know.</summary>
internal static class Errors
{
    public static ArgumentException NoColumn(string name, string paramName)
        => new($"Column '{name}' does not exist", paramName);

    public static ArgumentException DuplicateColumn(string name, string paramName)
        => new($"DataFrame already contains a column called {name}", paramName);

    public static ArgumentException MismatchedLengths(string paramName) => new("Column lengths are mismatched", paramName);

    public static ArgumentException MismatchedValueType(Type expected, string paramName)
        => new($"Expected value to be of type {expected}", paramName);

    public static ArgumentException BadMapIndices(string paramName)
        => new($"Expected value to be of type {typeof(long)}, {typeof(int)} or {typeof(bool)}", paramName);

    public static ArgumentException FilterTooLong(string paramName) => new("MapIndices exceeds column length", paramName);

    public static ArgumentException BadColumnCast(DataFrameColumn column, Type wanted)
        => new($"Cannot cast column holding {column.DataType} values to type {wanted}");

    public static ArgumentException TooManyValues(int columns, string paramName)
        => new($"Parameter.Count exceeds the number of columns({columns.ToString(CultureInfo.InvariantCulture)}) in the DataFrame ", paramName);

    public static ArgumentOutOfRangeException RowOutOfRange(long row, DataFrameColumn column, string paramName)
        => new(paramName, row, $"Index cannot be greater than the Column's Length: column '{column.Name}' has {column.Length.ToString(CultureInfo.InvariantCulture)} rows.");

    public static NotSupportedException NotSupported(string operation, DataFrameColumn column)
        => new($"{operation} is not supported by column '{column.Name}', which holds {column.DataType} values.");

    public static string RowsShown(long shown, long total)
        => string.Create(CultureInfo.CurrentCulture, $"  ... {shown} of total {total}");
}
