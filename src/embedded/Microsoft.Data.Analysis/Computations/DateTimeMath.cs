namespace Microsoft.Data.Analysis;

/// <summary>Points in time: they have an order, but no sum.</summary>
internal sealed class DateTimeMath : ColumnMath<DateTime>
{
    public override bool? Holds(Comparison comparison, DateTime left, DateTime right) => comparison switch
    {
        Comparison.Equals => left == right,
        Comparison.NotEquals => left != right,
        Comparison.GreaterThan => left > right,
        Comparison.GreaterThanOrEqual => left >= right,
        Comparison.LessThan => left < right,
        _ => left <= right,
    };

    public override DateTime Min(IEnumerable<DateTime> values) => values.Min();

    public override DateTime Max(IEnumerable<DateTime> values) => values.Max();
}
