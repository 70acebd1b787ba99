namespace GanCompression.Tool;

/// <summary>What the process returns.</summary>
internal static class ExitCode
{
    /// <summary>The verb did what it was asked.</summary>
    public const int Success = 0;

    /// <summary>It could not: a file is missing or broken, an output exists, training failed.</summary>
    public const int Failed = 1;

    /// <summary>The command line itself is wrong; nothing was touched.</summary>
    public const int BadUsage = 2;

    /// <summary>Interrupted with Ctrl-C or SIGTERM (128 + SIGINT, as shells count).</summary>
    public const int Cancelled = 130;
}
