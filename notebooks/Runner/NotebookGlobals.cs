namespace GanCompression.Notebooks;

/// <summary>What a kernel offers to cells beside the language; its members are in scope in every cell.</summary>
public sealed class NotebookGlobals
{
    private List<DisplayedValue> _displayed = [];

    internal NotebookGlobals()
    {
    }

    /// <summary>Shows a value below the cell.</summary>
    /// <param name="value">The value.</param>
    /// <returns>What is shown, to replace it later.</returns>
#pragma warning disable IDE1006 // Kernels call it so.
    public DisplayedValue display(object? value)
#pragma warning restore IDE1006
    {
        var shown = new DisplayedValue(value);
        _displayed.Add(shown);
        return shown;
    }

    /// <summary>Hands out what was shown since the last call.</summary>
    internal IReadOnlyList<DisplayedValue> TakeDisplayed()
    {
        List<DisplayedValue> displayed = _displayed;
        _displayed = [];
        return displayed;
    }
}
