namespace GanCompression.Samples.InteractiveDemo;

/// <summary>How a request for a translation ended.</summary>
internal enum RequestOutcome
{
    /// <summary>With a picture.</summary>
    Translated,

    /// <summary>Refused: the request was wrong, too large, or came too slowly (status 4xx except 429).</summary>
    Rejected,

    /// <summary>Refused: every place was taken (status 429).</summary>
    Busy,

    /// <summary>Refused: the service is stopping (status 503).</summary>
    Stopping,

    /// <summary>The client left, or its time was up.</summary>
    Abandoned,

    /// <summary>An error of the service (status 500).</summary>
    Failed,
}
