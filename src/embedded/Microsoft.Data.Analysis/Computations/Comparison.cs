namespace Microsoft.Data.Analysis;

/// <summary>The element-wise comparisons.</summary>
internal enum Comparison
{
    Equals,
    NotEquals,
    GreaterThan,
    GreaterThanOrEqual,
    LessThan,
    LessThanOrEqual,
}
