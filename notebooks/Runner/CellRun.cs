namespace GanCompression.Notebooks;

/// <summary>A cell that was run.</summary>
/// <param name="Cell">The cell.</param>
/// <param name="Displayed">What it shows, in order.</param>
/// <param name="Elapsed">How long it took.</param>
internal sealed record CellRun(NotebookCell Cell, IReadOnlyList<DisplayedValue> Displayed, TimeSpan Elapsed);
