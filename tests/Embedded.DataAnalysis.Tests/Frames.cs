namespace Embedded.DataAnalysis.Tests;

/// <summary>The frames that tests share: the results of a small search.</summary>
internal static class Frames
{
    public static DataFrame Search() => new(
        new StringDataFrameColumn("Name", new[] { "a", "b", null, "d" }),
        new Int32DataFrameColumn("Channels", new[] { 64, 32, 16, 48 }),
        new DoubleDataFrameColumn("Fid", new double?[] { 41.5, null, 60.25, 44 }),
        new BooleanDataFrameColumn("Kept", new[] { true, false, false, true }));

    public static object?[] Values(this DataFrameColumn column) => column.Cast<object?>().ToArray();

    public static object?[] Row(this DataFrame frame, long row) => frame.Rows[row].ToArray();
}
