namespace Microsoft.ML.Data;

/// <summary>
/// The merge of an input schema with added columns. As in ML.NET, a column with a new name comes last,
/// and one with a known name comes right after the last column of that name, which it hides.
/// </summary>
internal sealed class ColumnBindings
{
    private readonly int[] _sources;

    public ColumnBindings(DataViewSchema input, DataViewSchema.DetachedColumn[] added)
    {
        InputSchema = input;
        List<DataViewSchema.DetachedColumn> columns = input.Select(column => new DataViewSchema.DetachedColumn(column)).ToList();
        List<int> sources = Enumerable.Range(0, input.Count).ToList();
        for (int i = 0; i < added.Length; i++)
        {
            string name = added[i].Name;
            int same = columns.FindLastIndex(column => column.Name == name);
            int at = same < 0 ? columns.Count : same + 1;
            columns.Insert(at, added[i]);
            sources.Insert(at, ~i);
        }

        Schema = DataViewSchema.FromColumns(columns);
        _sources = [.. sources];
        AddedCount = added.Length;
    }

    public DataViewSchema InputSchema { get; }

    public DataViewSchema Schema { get; }

    public int AddedCount { get; }

    /// <summary>Where a column of the merged schema comes from: an input column, or an added one.</summary>
    public (bool IsInput, int Index) Source(int index) => _sources[index] >= 0 ? (true, _sources[index]) : (false, ~_sources[index]);

    public bool[] ActiveAdded(bool[] active)
    {
        var added = new bool[AddedCount];
        for (int i = 0; i < _sources.Length; i++)
        {
            if (_sources[i] < 0)
            {
                added[~_sources[i]] = active[i];
            }
        }

        return added;
    }

    public IEnumerable<int> ActiveInputs(bool[] active)
        => Enumerable.Range(0, _sources.Length).Where(i => active[i] && _sources[i] >= 0).Select(i => _sources[i]);
}
