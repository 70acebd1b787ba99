namespace GanCompression.Training;

/// <summary>An axis on which equal differences take equal space.</summary>
internal sealed class LinearScale : ChartScale
{
    private readonly double _low;
    private readonly double _high;

    /// <summary>Creates the scale of some values.</summary>
    /// <param name="values">The values to show; those that are not finite are ignored.</param>
    /// <param name="margin">Part of their range that is added on both sides.</param>
    public LinearScale(IEnumerable<double> values, double margin)
    {
        List<double> finite = [.. values.Where(double.IsFinite)];
        double low = finite.Count == 0 ? 0 : finite.Min();
        double high = finite.Count == 0 ? 1 : finite.Max();
        double around = high > low ? margin * (high - low) : Math.Max(1e-9, 0.1 * Math.Abs(low));
        _low = low - around;
        _high = high + around;
    }

    /// <inheritdoc/>
    public override double Position(double value) => (value - _low) / (_high - _low);

    /// <summary>Multiples of 1, 2 or 5 times a power of ten, at most six, rising.</summary>
    public override IReadOnlyList<double> Ticks()
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10((_high - _low) / MostTicks)));
        return new[] { 1, 2, 5, 10 }.Select(factor => Multiples(factor * power)).First(ticks => ticks.Count <= MostTicks);
    }

    private List<double> Multiples(double step)
    {
        long first = (long)Math.Ceiling((_low / step) - 1e-9);
        long last = (long)Math.Floor((_high / step) + 1e-9);
        var multiples = new List<double>();
        for (long i = first; i <= last; i++)
            multiples.Add(i * step);
        return multiples;
    }
}
