namespace Microsoft.ML.Data;

/// <summary>Columns of a schema, in an order.</summary>
internal sealed class ColumnSelection
{
    private readonly int[] _indices;

    public ColumnSelection(DataViewSchema inputSchema, int[] indices)
    {
        InputSchema = inputSchema;
        _indices = indices;
        OutputSchema = DataViewSchema.FromColumns(indices.Select(i => new DataViewSchema.DetachedColumn(inputSchema[i])));
    }

    public DataViewSchema InputSchema { get; }

    public DataViewSchema OutputSchema { get; }

    public DataViewSchema.Column Source(DataViewSchema.Column column) => InputSchema[_indices[column.Index]];

    public DataViewSchema.Column[] Sources(bool[] active)
        => _indices.Where((_, i) => active[i]).Distinct().Order().Select(i => InputSchema[i]).ToArray();
}
