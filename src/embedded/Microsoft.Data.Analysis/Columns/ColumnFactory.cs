namespace Microsoft.Data.Analysis;

/// <summary>Empty columns by the type of their values.</summary>
internal static class ColumnFactory
{
    public static DataFrameColumn Create(string name, Type type)
        => type == typeof(bool) ? new BooleanDataFrameColumn(name)
        : type == typeof(int) ? new Int32DataFrameColumn(name)
        : type == typeof(long) ? new Int64DataFrameColumn(name)
        : type == typeof(float) ? new SingleDataFrameColumn(name)
        : type == typeof(double) ? new DoubleDataFrameColumn(name)
        : type == typeof(DateTime) ? new DateTimeDataFrameColumn(name)
        : type == typeof(string) ? new StringDataFrameColumn(name)
        : throw new NotSupportedException($"Column '{name}': values of type {type} are not supported; expected Boolean, Int32, Int64, Single, Double, DateTime or String.");
}
