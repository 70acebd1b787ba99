namespace GanCompression.Training;

/// <summary>
/// An axis that is logarithmic away from zero and linear near it (inverse hyperbolic sine), so that losses of very
/// different size share a chart and a loss that crosses zero still has a place.
/// </summary>
internal sealed class SymmetricLogScale : ChartScale
{
    private const double LinearFraction = 0.01;

    private readonly double _linear;
    private readonly double _low;
    private readonly double _high;

    /// <summary>Creates the scale of some values.</summary>
    /// <param name="values">The values to show; those that are not finite are ignored.</param>
    public SymmetricLogScale(IEnumerable<double> values)
    {
        List<double> finite = [.. values.Where(double.IsFinite)];
        double largest = finite.Count == 0 ? 1 : finite.Max(Math.Abs);
        _linear = largest == 0 ? 1 : largest * LinearFraction;
        double low = finite.Count == 0 ? 0 : finite.Min();
        double high = finite.Count == 0 ? 1 : finite.Max();
        _low = Transform(low);
        _high = Transform(high);
        double margin = _high > _low ? 0.04 * (_high - _low) : 0.5;
        _low -= margin;
        _high += margin;
    }

    /// <inheritdoc/>
    public override double Position(double value) => (Transform(value) - _low) / (_high - _low);

    /// <summary>Values to label: zero and 1, 2 or 5 times powers of ten, at most six, rising.</summary>
    public override IReadOnlyList<double> Ticks()
    {
        foreach (double[] mantissas in (double[][])[[1, 2, 5], [1, 3], [1]])
        {
            List<double> ticks = Candidates(mantissas);
            if (ticks.Count <= MostTicks)
                return ticks;
        }

        List<double> decades = Candidates([1]);
        int every = (decades.Count + MostTicks - 1) / MostTicks;
        return [.. decades.Where((_, i) => i % every == 0)];
    }

    private List<double> Candidates(double[] mantissas)
    {
        double low = Inverse(_low);
        double high = Inverse(_high);
        int last = (int)Math.Ceiling(Math.Log10(Math.Max(Math.Abs(low), Math.Abs(high)) + double.Epsilon));
        int first = (int)Math.Floor(Math.Log10(_linear));
        var ticks = new SortedSet<double>();
        if (low <= 0 && high >= 0)
            ticks.Add(0);
        for (int exponent = first; exponent <= last; exponent++)
        {
            foreach (double mantissa in mantissas)
            {
                double value = mantissa * Math.Pow(10, exponent);
                if (value >= low && value <= high)
                    ticks.Add(value);
                if (-value >= low && -value <= high)
                    ticks.Add(-value);
            }
        }

        return [.. ticks];
    }

    private double Transform(double value) => Math.Asinh(value / _linear);

    private double Inverse(double value) => _linear * Math.Sinh(value);
}
