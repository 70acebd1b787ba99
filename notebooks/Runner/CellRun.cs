namespace GanCompression.Notebooks;

/// <summary>A code cell that was run.</summary>
/// <param name="cell">The cell, with the values of this run where it declares parameters.</param>
internal sealed class CellRun(NotebookCell cell)
{
    // Where a displayed value is: updates may come from a later cell.
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);

    public NotebookCell Cell { get; } = cell;

    /// <summary>What it shows, in order; every value as it was last.</summary>
    public List<CellOutput> Outputs { get; } = [];

    public TimeSpan Elapsed { get; set; }

    /// <summary>Why it failed; null where it did not.</summary>
    public string? Error { get; private set; }

    public void Show(CellOutput output, string? valueId)
    {
        if (valueId is not null)
            _places[valueId] = Outputs.Count;
        Outputs.Add(output);
    }

    /// <summary>Replaces what this cell displayed.</summary>
    /// <returns>Whether it had displayed it.</returns>
    public bool Update(CellOutput output, string valueId)
    {
        if (!_places.TryGetValue(valueId, out int place))
            return false;
        Outputs[place] = output;
        return true;
    }

    public void Fail(string message)
    {
        Error = message;
        Outputs.Add(CellOutput.Of(CellOutput.Error, message));
    }
}
