namespace Microsoft.ML.Runtime;

/// <summary>The exceptions and wordings that callers of ML.NET know.</summary>
internal static class Errors
{
    public static ArgumentOutOfRangeException Param(string paramName, string message) => new(paramName, message);

    public static void CheckParam(bool condition, string paramName, string message)
    {
        if (!condition)
        {
            throw new ArgumentOutOfRangeException(paramName, message);
        }
    }

    public static void CheckParam(bool condition, string paramName)
    {
        if (!condition)
        {
            throw new ArgumentOutOfRangeException(paramName);
        }
    }

    public static void CheckNonEmpty(string value, string paramName)
    {
        if (string.IsNullOrEmpty(value))
        {
            throw new ArgumentNullException(paramName);
        }
    }

    public static void Check(bool condition, string message)
    {
        if (!condition)
        {
            throw new InvalidOperationException(message);
        }
    }

    public static ArgumentOutOfRangeException ColumnNotFound(string paramName, string role, string column)
        => new(paramName, $"Could not find {role} column '{column}'");

    public static ArgumentOutOfRangeException SchemaMismatch(string paramName, string role, string column, string expected, string actual)
        => new(paramName, $"Schema mismatch for {role} column '{column}': expected {expected}, got {actual}");

    public static InvalidOperationException WrongGetterType(Type asked, Type expected)
        => new($"Invalid TValue in GetGetter: '{asked}', expected type: '{expected}'.");

    public static InvalidOperationException ColumnNotActive(DataViewSchema.Column column)
        => new($"Column '{column.Name}' is not active in this cursor: name it in the columns needed when the cursor is created.");

    public static InvalidOperationException NoCurrentRow()
        => new("Values cannot be fetched at this time: the cursor has not been moved to a row, or has moved past the last one.");
}
