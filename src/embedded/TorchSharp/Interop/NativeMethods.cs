using System.Reflection;
using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

/// <summary>The functions of Native/atenshim.cpp. Getters that neither block nor throw skip the GC transition.</summary>
internal static unsafe partial class NativeMethods
{
    private const string Shim = "atenshim";

    static NativeMethods() => NativeLibrary.SetDllImportResolver(typeof(NativeMethods).Assembly, Resolve);

    internal static Exception LastError() => new ExternalException(Marshal.PtrToStringUTF8(shim_error()) ?? "unknown native error");

    internal static nint Check(nint handle) => handle != 0 ? handle : throw LastError();

    internal static void Check(int result)
    {
        if (result < 0)
            throw LastError();
    }

    private static nint Resolve(string libraryName, Assembly assembly, DllImportSearchPath? searchPath)
    {
        if (libraryName != Shim)
            return 0;
        BlasKernels.Choose();
        var path = Path.Combine(AppContext.BaseDirectory, "libatenshim.so");
        var besideAssembly = Path.Combine(Path.GetDirectoryName(assembly.Location) ?? AppContext.BaseDirectory, "libatenshim.so");
        if (File.Exists(besideAssembly))
            path = besideAssembly;
        try
        {
            return NativeLibrary.Load(path);
        }
        catch (DllNotFoundException e)
        {
            var reason = e.Message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)[^1];
            throw new DllNotFoundException(
                File.Exists(path)
                    ? $"TorchSharp could not load '{path}'. It needs libtorch, which 'apt-get install libtorch-dev' installs; " +
                      $"rebuild after changing libtorch's version. The loader said: {reason}"
                    : $"TorchSharp's native library was expected at '{path}', but there is no such file. It is built with the TorchSharp " +
                      "project ('./build.sh build') and copied beside the program; publish the folder as a whole.", e);
        }
    }

    [LibraryImport(Shim)] internal static partial nint shim_error();
    [LibraryImport(Shim)] internal static partial nint shim_version();
    [LibraryImport(Shim, StringMarshalling = StringMarshalling.Utf8)] internal static partial nint shim_find_operator(string name, string overload);
    [LibraryImport(Shim)] internal static partial int shim_call(nint op, NativeArgument* args, int count, NativeArgument* results, int capacity);

    [LibraryImport(Shim)] internal static partial void shim_tensor_release(nint tensor);
    [LibraryImport(Shim)] internal static partial void shim_tensor_list_release(nint* handles);
    [LibraryImport(Shim), SuppressGCTransition] internal static partial nint shim_tensor_alias(nint tensor);
    [LibraryImport(Shim)] internal static partial nint shim_tensor_from_data(void* data, long bytes, long* sizes, int dim, int dtype);
    [LibraryImport(Shim)] internal static partial nint shim_tensor_data(nint tensor);
    [LibraryImport(Shim, StringMarshalling = StringMarshalling.Utf8)] internal static partial int shim_tensor_save(nint tensor, string path);
    [LibraryImport(Shim, StringMarshalling = StringMarshalling.Utf8)] internal static partial nint shim_tensor_load(string path);
    [LibraryImport(Shim), SuppressGCTransition] internal static partial long shim_tensor_numel(nint tensor);
    [LibraryImport(Shim), SuppressGCTransition] internal static partial int shim_tensor_dim(nint tensor);
    [LibraryImport(Shim), SuppressGCTransition] internal static partial long* shim_tensor_sizes(nint tensor);
    [LibraryImport(Shim), SuppressGCTransition] internal static partial long* shim_tensor_strides(nint tensor);
    [LibraryImport(Shim), SuppressGCTransition] internal static partial long shim_tensor_storage_offset(nint tensor);
    [LibraryImport(Shim), SuppressGCTransition] internal static partial int shim_tensor_is_contiguous(nint tensor);
    [LibraryImport(Shim), SuppressGCTransition] internal static partial int shim_tensor_dtype(nint tensor);
    [LibraryImport(Shim), SuppressGCTransition] internal static partial long shim_tensor_element_size(nint tensor);
    [LibraryImport(Shim), SuppressGCTransition] internal static partial int shim_tensor_device_type(nint tensor);
    [LibraryImport(Shim), SuppressGCTransition] internal static partial int shim_tensor_requires_grad(nint tensor);
    [LibraryImport(Shim), SuppressGCTransition] internal static partial int shim_tensor_is_leaf(nint tensor);
    [LibraryImport(Shim)] internal static partial int shim_tensor_set_requires_grad(nint tensor, int value);
    [LibraryImport(Shim)] internal static partial int shim_tensor_retain_grad(nint tensor);
    [LibraryImport(Shim)] internal static partial nint shim_tensor_grad(nint tensor);
    [LibraryImport(Shim)] internal static partial int shim_tensor_set_grad(nint tensor, nint grad);

    [LibraryImport(Shim)] internal static partial int shim_backward(nint* tensors, int count, nint* grads, int gradCount, int retainGraph, int createGraph, nint* inputs, int inputCount);
    [LibraryImport(Shim)] internal static partial int shim_grad(nint* outputs, int outputCount, nint* inputs, int inputCount, nint* grads, int gradCount, int retainGraph, int createGraph, int allowUnused, nint* results);
    [LibraryImport(Shim), SuppressGCTransition] internal static partial int shim_grad_mode_get();
    [LibraryImport(Shim), SuppressGCTransition] internal static partial void shim_grad_mode_set(int enabled);
    [LibraryImport(Shim), SuppressGCTransition] internal static partial int shim_inference_mode_get();
    [LibraryImport(Shim)] internal static partial nint shim_inference_mode_enter(int enabled);
    [LibraryImport(Shim)] internal static partial void shim_inference_mode_leave(nint guard);

    [LibraryImport(Shim)] internal static partial nint shim_generator_new(ulong seed);
    [LibraryImport(Shim)] internal static partial nint shim_generator_default();
    [LibraryImport(Shim)] internal static partial void shim_generator_release(nint generator);
    [LibraryImport(Shim)] internal static partial void shim_generator_manual_seed(nint generator, ulong seed);
    [LibraryImport(Shim)] internal static partial ulong shim_generator_seed(nint generator);
    [LibraryImport(Shim)] internal static partial ulong shim_generator_initial_seed(nint generator);
    [LibraryImport(Shim)] internal static partial nint shim_generator_get_state(nint generator);
    [LibraryImport(Shim)] internal static partial int shim_generator_set_state(nint generator, nint state);

    [LibraryImport(Shim)] internal static partial int shim_get_num_threads();
    [LibraryImport(Shim)] internal static partial int shim_set_num_threads(int count);
}
