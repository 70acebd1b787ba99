namespace Microsoft.ML.Data;

/// <summary>Which columns a cursor was asked for.</summary>
internal static class ActiveColumns
{
    public static bool[] Of(DataViewSchema schema, IEnumerable<DataViewSchema.Column> columns)
    {
        var active = new bool[schema.Count];
        foreach (DataViewSchema.Column column in columns ?? [])
        {
            if (column.Index >= active.Length || active.Length == 0 || schema[column.Index].Name != column.Name)
            {
                throw new ArgumentOutOfRangeException(nameof(columns), $"Column '{column.Name}' (index {column.Index}) does not belong to this data view's schema.");
            }

            active[column.Index] = true;
        }

        return active;
    }
}
