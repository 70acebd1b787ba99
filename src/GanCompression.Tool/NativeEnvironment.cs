using System.Runtime.InteropServices;

namespace GanCompression.Tool;

/// <summary>How the native code of a training step waits and allocates. A matter of the whole process, so applications decide it, not libraries.</summary>
internal static partial class NativeEnvironment
{
    private const string WaitPolicy = "OMP_WAIT_POLICY";

    // From <malloc.h> of the GNU C library.
    private const int TrimThreshold = -1;
    private const int MmapThreshold = -3;

    private const int LargestBlockOnTheHeap = 32 << 20;

    /// <summary>
    /// Lets native threads sleep instead of spin while they wait for each other. A spinning thread keeps the core that the thread it waits for needs as soon as other work
    /// runs on the machine: with two threads beside a busy machine training was fourteen times slower (0.8 against 11.1
    /// images per second). OpenMP reads the choice from the C environment once, while loading, so this runs first; a value that the
    /// user has set stays.
    /// </summary>
    public static void LetThreadsSleep()
    {
        if (OperatingSystem.IsLinux() && Environment.GetEnvironmentVariable(WaitPolicy) is null)
            _ = setenv(WaitPolicy, "PASSIVE", 0);
    }

    /// <summary>
    /// Keeps the memory of freed tensors in the process. A training step allocates the same sizes as the one before; by default the C library
    /// hands large blocks back to the system each time, which clears and maps them anew. What the user has set stays.
    /// </summary>
    public static void KeepFreedMemory()
    {
        if (!OperatingSystem.IsLinux() || !NativeLibrary.TryGetExport(NativeLibrary.GetMainProgramHandle(), "mallopt", out _))
            return; // Other C libraries have no such settings.
        if (Environment.GetEnvironmentVariable("MALLOC_MMAP_THRESHOLD_") is null)
            _ = mallopt(MmapThreshold, LargestBlockOnTheHeap);
        if (Environment.GetEnvironmentVariable("MALLOC_TRIM_THRESHOLD_") is null)
            _ = mallopt(TrimThreshold, int.MaxValue);
    }

    // Environment.SetEnvironmentVariable changes only .NET's copy of the environment.
    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int setenv(string name, string value, int overwrite);

    [LibraryImport("libc")]
    private static partial int mallopt(int parameter, int value);
}
