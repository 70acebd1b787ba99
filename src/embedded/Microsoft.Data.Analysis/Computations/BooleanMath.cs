namespace Microsoft.Data.Analysis;

/// <summary>Truth values: equal or not, without an order.</summary>
internal sealed class BooleanMath : ColumnMath<bool>
{
    public override bool? Holds(Comparison comparison, bool left, bool right) => comparison switch
    {
        Comparison.Equals => left == right,
        Comparison.NotEquals => left != right,
        _ => null,
    };
}
