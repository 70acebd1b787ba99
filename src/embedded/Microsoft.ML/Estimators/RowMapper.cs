namespace Microsoft.ML.Data;

/// <summary>Computes columns of a row from other columns of it. Bound to one input schema.</summary>
internal abstract class RowMapper
{
    protected RowMapper(DataViewSchema inputSchema)
    {
        InputSchema = inputSchema;
    }

    public DataViewSchema InputSchema { get; }

    /// <summary>The columns that are added.</summary>
    public abstract DataViewSchema.DetachedColumn[] GetOutputColumns();

    /// <summary>The input columns that the active ones of the added columns are computed from.</summary>
    public abstract IEnumerable<int> GetDependencies(bool[] activeOutputs);

    /// <summary>A getter for each active one of the added columns, and what to do when the row is disposed.</summary>
    public abstract Delegate[] CreateGetters(DataViewRow input, bool[] activeOutputs, out Action disposer);
}
