namespace GanCompression.Notebooks;

/// <summary>A cell could not be compiled, or failed.</summary>
internal sealed class NotebookException : Exception
{
    public NotebookException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
