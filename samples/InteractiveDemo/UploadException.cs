namespace GanCompression.Samples.InteractiveDemo;

/// <summary>An upload that cannot be translated.</summary>
/// <param name="statusCode">HTTP status that says so.</param>
/// <param name="detail">What was expected, and what came.</param>
internal sealed class UploadException(int statusCode, string detail) : Exception(detail)
{
    /// <summary>HTTP status.</summary>
    public int StatusCode { get; } = statusCode;
}
