namespace Microsoft.Data.Analysis;

/// <summary>What can be computed from values of one type; nothing, where no derived class says more.</summary>
/// <typeparam name="T">The type of the values.</typeparam>
internal class ColumnMath<T>
    where T : unmanaged
{
    public static ColumnMath<T> Instance { get; } = (ColumnMath<T>)Create();

    public virtual bool IsNumeric => false;

    /// <summary>Whether <paramref name="left"/> and <paramref name="right"/> stand in the relation; null where the type knows no such relation.</summary>
    public virtual bool? Holds(Comparison comparison, T left, T right) => null;

    public virtual T Sum(IEnumerable<T> values) => throw new NotSupportedException($"Values of type {typeof(T)} have no sum.");

    public virtual T Min(IEnumerable<T> values) => throw new NotSupportedException($"Values of type {typeof(T)} have no minimum.");

    public virtual T Max(IEnumerable<T> values) => throw new NotSupportedException($"Values of type {typeof(T)} have no maximum.");

    private static object Create() => default(T) switch
    {
        bool => new BooleanMath(),
        DateTime => new DateTimeMath(),
        byte => new NumberMath<byte>(),
        sbyte => new NumberMath<sbyte>(),
        short => new NumberMath<short>(),
        ushort => new NumberMath<ushort>(),
        int => new NumberMath<int>(),
        uint => new NumberMath<uint>(),
        long => new NumberMath<long>(),
        ulong => new NumberMath<ulong>(),
        float => new NumberMath<float>(),
        double => new NumberMath<double>(),
        decimal => new NumberMath<decimal>(),
        _ => new ColumnMath<T>(),
    };
}
