namespace GanCompression.Notebooks;

/// <summary>A value that a cell shows, which the cell may replace: what a kernel's <c>display</c> returns.</summary>
public sealed class DisplayedValue
{
    private readonly Lock _gate = new();
    private CellOutput _output;

    internal DisplayedValue(object? value)
    {
        _output = CellOutput.Of(value);
    }

    /// <summary>How often the value was replaced.</summary>
    internal int Updates { get; private set; }

    /// <summary>What is shown now.</summary>
    internal CellOutput Output
    {
        get
        {
            lock (_gate)
                return _output;
        }
    }

    /// <summary>Shows another value in its place.</summary>
    /// <param name="updatedValue">The value.</param>
    public void Update(object? updatedValue)
    {
        var output = CellOutput.Of(updatedValue);
        lock (_gate)
        {
            _output = output;
            Updates++;
        }
    }
}
