namespace GanCompression.Training;

/// <summary>An axis of a chart.</summary>
/// <param name="Name">What it shows, with the unit.</param>
/// <param name="Format">How a value is written at it.</param>
/// <param name="IsSymmetricLog">Whether values of very different size share it; see <see cref="SymmetricLogScale"/>.</param>
internal sealed record ChartAxis(string Name, Func<double, string> Format, bool IsSymmetricLog = false)
{
    /// <summary>The scale on which some values lie.</summary>
    /// <param name="values">The values.</param>
    /// <param name="margin">Part of the range that is added on both sides, so that nothing touches the edge.</param>
    public ChartScale ScaleOf(IEnumerable<double> values, double margin) => IsSymmetricLog ? new SymmetricLogScale(values) : new LinearScale(values, margin);
}
