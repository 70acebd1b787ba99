namespace GanCompression.Training;

/// <summary>Where values lie along an axis.</summary>
internal abstract class ChartScale
{
    /// <summary>Most values that are labelled along an axis.</summary>
    protected const int MostTicks = 6;

    /// <summary>Where a value lies between the start (0) and the end (1) of the axis.</summary>
    public abstract double Position(double value);

    /// <summary>Round values to label, at most six, rising.</summary>
    public abstract IReadOnlyList<double> Ticks();
}
