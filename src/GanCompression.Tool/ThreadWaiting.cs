using System.Runtime.InteropServices;

namespace GanCompression.Tool;

/// <summary>How the native threads of a training step wait for each other.</summary>
internal static partial class ThreadWaiting
{
    private const string Variable = "OMP_WAIT_POLICY";

    /// <summary>
    /// Lets them sleep instead of spin. A spinning thread keeps the core that the thread it waits for needs as soon as other work
    /// runs on the machine: with two threads beside a busy machine training was fourteen times slower (0.8 against 11.1
    /// images per second). OpenMP reads the choice from the C environment once, while loading, so this runs first; a value that the
    /// user has set stays.
    /// </summary>
    public static void LetThreadsSleep()
    {
        if (OperatingSystem.IsLinux() && Environment.GetEnvironmentVariable(Variable) is null)
            _ = setenv(Variable, "PASSIVE", 0);
    }

    // Environment.SetEnvironmentVariable changes only .NET's copy of the environment.
    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int setenv(string name, string value, int overwrite);
}
