namespace Microsoft.Data.Analysis;

/// <summary>The element-wise operations of boolean columns.</summary>
internal enum BooleanOperation
{
    And,
    Or,
    Xor,
}
