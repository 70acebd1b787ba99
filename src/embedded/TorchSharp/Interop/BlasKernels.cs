using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace TorchSharp.Interop;

/// <summary>Helps OpenBLAS choose its kernels on processors it does not know.</summary>
internal static partial class BlasKernels
{
    private const string Variable = "OPENBLAS_CORETYPE";

    /// <summary>
    /// A release of OpenBLAS that is older than an AMD processor may give it AVX2 kernels, which run at half the speed of its
    /// AVX-512 kernels, named SkylakeX (119 against 229 GFLOP/s for a product of 2048x2048 matrices on one Zen 5 core).
    /// OpenBLAS reads the choice from the C environment once, while loading, so this runs before libtorch loads; a value that
    /// the user has set stays.
    /// </summary>
    internal static void Choose()
    {
        if (OperatingSystem.IsLinux() && Environment.GetEnvironmentVariable(Variable) is null && IsAmdWithAvx512())
            _ = setenv(Variable, "SkylakeX", 0);
    }

    private static bool IsAmdWithAvx512()
    {
        if (!X86Base.IsSupported || !Avx512F.IsSupported || !Avx512BW.IsSupported || !Avx512DQ.IsSupported)
            return false;
        var (_, b, c, d) = X86Base.CpuId(0, 0);
        return (b, d, c) == (0x68747541, 0x69746E65, 0x444D4163);   // "Auth" "enti" "cAMD"
    }

    // Environment.SetEnvironmentVariable changes only .NET's copy of the environment.
    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int setenv(string name, string value, int overwrite);
}
