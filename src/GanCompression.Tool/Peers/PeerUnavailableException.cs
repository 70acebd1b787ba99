namespace GanCompression.Tool.Peers;

/// <summary>A peer cannot be started, since something that it needs is not installed. The message says what and how to get it.</summary>
internal sealed class PeerUnavailableException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is missing and the cure.</param>
    /// <param name="innerException">The cause, if there is one.</param>
    public PeerUnavailableException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
