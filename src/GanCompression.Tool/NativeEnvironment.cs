using System.Runtime.InteropServices;

namespace GanCompression.Tool;

/// <summary>How the native code of a training step waits and allocates. A matter of the whole process, so applications decide it, not libraries.</summary>
internal static partial class NativeEnvironment
{
    private const string WaitPolicy = "OMP_WAIT_POLICY";
    private const string SpinCount = "GOMP_SPINCOUNT";
    private const string BlasSpinExponent = "OPENBLAS_THREAD_TIMEOUT";

    // From <malloc.h> of the GNU C library.
    private const int TrimThreshold = -1;
    private const int MmapThreshold = -3;

    private const int LargestBlockOnTheHeap = 32 << 20;

    /// <summary>
    /// Lets native threads spin for a moment and then sleep while they wait for each other. By default they spin for long: such a thread keeps the core
    /// that the thread it waits for needs as soon as other work runs on the machine, and with two threads beside a busy machine training was fourteen times slower (0.8 against
    /// 11.1 images per second). Sleeping at once costs two system calls for each of the many short waits of a step. With two threads on an idle machine an epoch took 18 s by
    /// default, 13.4 s without spinning, 10.9 s with a moment of it in OpenMP, and 10.1 s where OpenBLAS, whose threads wait by themselves, does not spin either. Both
    /// libraries read this from the C environment once, while loading, so it comes first; values that the user has set stay.
    /// </summary>
    public static void LetThreadsSleep()
    {
        if (!OperatingSystem.IsLinux() || Environment.GetEnvironmentVariable(WaitPolicy) is not null)
            return;
        _ = setenv(WaitPolicy, "PASSIVE", 0);
        _ = setenv(SpinCount, "1000", 0);
        _ = setenv(BlasSpinExponent, "4", 0);
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
