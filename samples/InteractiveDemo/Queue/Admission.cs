namespace GanCompression.Samples.InteractiveDemo;

/// <summary>What <see cref="TranslationQueue"/> says to new work.</summary>
internal enum Admission
{
    /// <summary>It has a place.</summary>
    Accepted,

    /// <summary>Every worker is busy and every waiting place taken.</summary>
    Full,

    /// <summary>The service is stopping.</summary>
    Closed,
}
