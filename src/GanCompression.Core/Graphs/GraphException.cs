namespace GanCompression;

/// <summary>A layer graph is inconsistent, or is used with an input it does not accept.</summary>
public sealed class GraphException : InvalidOperationException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong, where, what was expected and what came.</param>
    public GraphException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with the error that caused it.</summary>
    /// <param name="message">What is wrong, where, what was expected and what came.</param>
    /// <param name="innerException">The cause.</param>
    public GraphException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
