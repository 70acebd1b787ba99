namespace GanCompression.Notebooks;

/// <summary>A cell of a notebook.</summary>
/// <param name="Number">Its place, from 1, counting cells of every kind.</param>
/// <param name="Id">Its identifier in the file.</param>
/// <param name="IsCode">Whether it is code; otherwise it is Markdown.</param>
/// <param name="Source">Its text, lines ended by line feeds.</param>
/// <param name="Tags">Its tags.</param>
internal sealed record NotebookCell(int Number, string Id, bool IsCode, string Source, IReadOnlyList<string> Tags)
{
    /// <summary>Tag of the cell whose variables a run may set: the convention of papermill.</summary>
    public const string ParametersTag = "parameters";

    /// <summary>Whether it is the cell of the parameters.</summary>
    public bool HasParameters => Tags.Contains(ParametersTag);
}
