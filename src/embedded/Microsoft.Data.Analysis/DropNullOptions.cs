namespace Microsoft.Data.Analysis;

/// <summary>Which rows <see cref="DataFrame.DropNulls(DropNullOptions)"/> drops.</summary>
public enum DropNullOptions
{
    Any,
    All,
}
