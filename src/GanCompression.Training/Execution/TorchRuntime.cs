using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using TorchSharp;

namespace GanCompression.Training;

/// <summary>What this process can expect of TorchSharp's native libraries.</summary>
public static partial class TorchRuntime
{
    private static readonly Lazy<bool> s_loaded = new(Load);

    /// <summary>Loads the native libraries, with an error that says what to do where the system is too old for them.</summary>
    /// <exception cref="NotSupportedException">
    /// The system's libstdc++ lacks a version that TorchSharp's library asks for (Debian 12, Ubuntu 22.04). The message names both versions and the cures.
    /// </exception>
    /// <remarks>Failures to load that have another reason are left to TorchSharp, which knows more places and says which package is missing.</remarks>
    public static void EnsureLoaded() => _ = s_loaded.Value;

    /// <summary>
    /// Whether libtorch's convolutions give right values on this machine. Where they do not, each convolution is checked before its first use, and computed in another way if it is one that goes wrong.
    /// Found out once per process, by a few small convolutions and their gradients.
    /// </summary>
    public static bool HasCorrectConvolutions => Convolution.IsLibraryCorrect;

    private static bool Load()
    {
        if (!OperatingSystem.IsLinux())
            return true;
        try
        {
            // The order in which TorchSharp loads them.
            if (NativeLibrary.TryLoad("torch_cpu", typeof(torch).Assembly, null, out nint library))
            {
                NativeLibrary.Load("LibTorchSharp", typeof(torch).Assembly, null);
                DisableNnpack(library);
            }
        }
        catch (DllNotFoundException e) when (WantedLibstdcxx().Match(e.Message) is { Success: true } wanted)
        {
            throw new NotSupportedException(Explanation(wanted.Value, LibstdcxxPath()), e);
        }
        catch (DllNotFoundException)
        {
        }

        return true;
    }

    // Where NNPACK has no support for the processor, libtorch asks it again at every small convolution, and it complains on standard error each time. TorchSharp has no function for at::Context's switch.
    private static void DisableNnpack(nint library)
    {
        if (NativeLibrary.TryGetExport(library, "_ZN2at13globalContextEv", out nint context) && NativeLibrary.TryGetExport(library, "_ZN2at7Context20setUserEnabledNNPACKEb", out nint setter))
            Marshal.GetDelegateForFunctionPointer<SetFlag>(setter)(Marshal.GetDelegateForFunctionPointer<GetContext>(context)(), 0);
    }

    private static string Explanation(string wanted, string? library)
    {
        string has = library is not null && NewestVersion(library) is { } version ? $"whose '{library}' ends at {version}" : "whose libstdc++ is older";
        return $"TorchSharp {typeof(torch).Assembly.GetName().Version?.ToString(3)} asks for version {wanted} of libstdc++, and this is a system {has}. "
            + "Do one of these: set <TorchSharpAcceptsOlderLibstdcxx>true</TorchSharpAcceptsOlderLibstdcxx> in the project of the application and build it again (its output then gets a copy of TorchSharp's "
            + "library that does without that version, of which it uses nothing); run it on a newer system, such as Debian 13 or Ubuntu 24.04; or put the folder of a newer libstdc++.so.6 first in LD_LIBRARY_PATH.";
    }

    private static string? LibstdcxxPath()
    {
        foreach (string line in File.ReadLines("/proc/self/maps"))
        {
            if (line.IndexOf('/', StringComparison.Ordinal) is >= 0 and int start && Path.GetFileName(line[start..]).StartsWith("libstdc++.so", StringComparison.Ordinal))
                return line[start..];
        }

        return null;
    }

    private static string? NewestVersion(string library) =>
        Libstdcxx().Matches(Encoding.Latin1.GetString(File.ReadAllBytes(library))).Select(match => match.Value)
            .MaxBy(version => version.Split('.').Select(part => int.TryParse(part, out int n) ? n : 0).Aggregate(0L, (sum, n) => sum * 1000 + n));

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate nint GetContext();

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate void SetFlag(nint context, byte isEnabled);

    [GeneratedRegex(@"GLIBCXX_[0-9.]+(?=\W)")]
    private static partial Regex WantedLibstdcxx();

    [GeneratedRegex(@"GLIBCXX_3\.[0-9.]+(?=\0)")]
    private static partial Regex Libstdcxx();
}
