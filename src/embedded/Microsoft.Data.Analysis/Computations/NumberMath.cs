using System.Numerics;

namespace Microsoft.Data.Analysis;

/// <summary>Numbers: integers wrap around, and NaN is unequal to everything.</summary>
/// <typeparam name="T">The type of the numbers.</typeparam>
internal sealed class NumberMath<T> : ColumnMath<T>
    where T : unmanaged, INumber<T>, IMinMaxValue<T>
{
    public override bool IsNumeric => true;

    public override bool? Holds(Comparison comparison, T left, T right) => comparison switch
    {
        Comparison.Equals => left == right,
        Comparison.NotEquals => left != right,
        Comparison.GreaterThan => left > right,
        Comparison.GreaterThanOrEqual => left >= right,
        Comparison.LessThan => left < right,
        _ => left <= right,
    };

    public override T Sum(IEnumerable<T> values)
    {
        T sum = T.Zero;
        foreach (T value in values)
        {
            sum = unchecked(value + sum);
        }

        return sum;
    }

    public override T Min(IEnumerable<T> values) => values.Aggregate(T.MaxValue, T.Min);

    public override T Max(IEnumerable<T> values) => values.Aggregate(T.MinValue, T.Max);
}
