using System.Runtime.InteropServices;
using TorchSharp.Interop;

namespace TorchSharp;

/// <summary>The functions of PyTorch's `torch` module.</summary>
public static partial class torch
{
    /// <summary>The version of the libtorch that this runs on.</summary>
    public static string __version__ => Marshal.PtrToStringUTF8(NativeMethods.shim_version())!;

    public static DisposeScope? CurrentDisposeScope => DisposeScopeManager.OfThread.CurrentScope;

    public static DisposeScope NewDisposeScope() => DisposeScopeManager.OfThread.NewScope();

    /// <summary>Evaluates an expression and disposes everything it made except its result.</summary>
    public static Tensor WrappedTensorDisposeScope(Func<Tensor> expr)
    {
        using var scope = NewDisposeScope();
        return expr().MoveToOuterDisposeScope();
    }

    public static IDisposable no_grad() => new GradMode(false);

    public static IDisposable enable_grad(bool enabled = true) => new GradMode(enabled);

    public static IDisposable set_grad_enabled(bool mode = true) => new GradMode(mode);

    public static IDisposable inference_mode(bool mode = true) => new InferenceMode(mode);

    public static bool is_grad_enabled() => NativeMethods.shim_grad_mode_get() != 0;

    public static bool is_inference_mode_enabled() => NativeMethods.shim_inference_mode_get() != 0;

    public static int get_num_threads() => NativeMethods.shim_get_num_threads();

    /// <summary>Sets the threads of libtorch's own loops and of OpenBLAS.</summary>
    public static void set_num_threads(int num)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(num);
        NativeMethods.Check(NativeMethods.shim_set_num_threads(num));
    }

    /// <summary>Sets the calling thread's gradient mode until disposed.</summary>
    private sealed class GradMode : IDisposable
    {
        private readonly int _previous = NativeMethods.shim_grad_mode_get();

        internal GradMode(bool enabled) => NativeMethods.shim_grad_mode_set(enabled ? 1 : 0);

        public void Dispose() => NativeMethods.shim_grad_mode_set(_previous);
    }

    /// <summary>Sets the calling thread's inference mode until disposed.</summary>
    private sealed class InferenceMode(bool enabled) : IDisposable
    {
        private nint _guard = NativeMethods.shim_inference_mode_enter(enabled ? 1 : 0);

        public void Dispose()
        {
            if (_guard != 0)
                NativeMethods.shim_inference_mode_leave(_guard);
            _guard = 0;
        }
    }
}
