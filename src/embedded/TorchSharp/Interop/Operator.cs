using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp.Interop;

/// <summary>An ATen operator, found by its schema name at its first call. Immutable afterwards and safe to share between threads.</summary>
internal sealed unsafe class Operator(string name, string overload = "")
{
    private const int MostResults = 4;

    private nint _handle;

    /// <summary>Calls an operator that returns one tensor.</summary>
    internal Tensor Call(params ReadOnlySpan<Argument> args)
    {
        NativeArgument result;
        Invoke(args, &result, 1);
        return new Tensor((nint)result.Value);
    }

    internal (Tensor, Tensor) Call2(params ReadOnlySpan<Argument> args)
    {
        var results = stackalloc NativeArgument[2];
        Invoke(args, results, 2);
        return (new Tensor((nint)results[0].Value), new Tensor((nint)results[1].Value));
    }

    internal (Tensor, Tensor, Tensor) Call3(params ReadOnlySpan<Argument> args)
    {
        var results = stackalloc NativeArgument[3];
        Invoke(args, results, 3);
        return (new Tensor((nint)results[0].Value), new Tensor((nint)results[1].Value), new Tensor((nint)results[2].Value));
    }

    /// <summary>Calls an operator that returns a list of tensors.</summary>
    internal Tensor[] CallList(params ReadOnlySpan<Argument> args)
    {
        NativeArgument result;
        Invoke(args, &result, 1);
        var handles = (nint*)result.Value;
        var tensors = new Tensor[result.Length];
        for (var i = 0; i < tensors.Length; i++)
            tensors[i] = new Tensor(handles[i]);
        NativeMethods.shim_tensor_list_release(handles);
        return tensors;
    }

    /// <summary>Calls an operator that returns a bool.</summary>
    internal bool CallBool(params ReadOnlySpan<Argument> args)
    {
        NativeArgument result;
        Invoke(args, &result, 1);
        return result.Value != 0;
    }

    /// <summary>Calls an operator for its effect; the tensors it returns alias its arguments and are dropped.</summary>
    internal void Run(params ReadOnlySpan<Argument> args)
    {
        var results = stackalloc NativeArgument[MostResults];
        var count = Invoke(args, results, MostResults);
        for (var i = 0; i < count; i++)
            if (results[i].Kind == ArgumentKind.Tensor)
                NativeMethods.shim_tensor_release((nint)results[i].Value);
    }

    private nint Handle => _handle != 0 ? _handle : _handle = NativeMethods.Check(NativeMethods.shim_find_operator("aten::" + name, overload));

    [SkipLocalsInit]
    private int Invoke(ReadOnlySpan<Argument> args, NativeArgument* results, int capacity)
    {
        const int scratchSize = 64;
        var native = stackalloc NativeArgument[args.Length];
        var scratch = stackalloc long[scratchSize];
        var used = 0;
        var spilled = (nint*)null;   // a linked list of the blocks for lists that do not fit the scratch space

        try
        {
            for (var i = 0; i < args.Length; i++)
            {
                ref readonly var arg = ref args[i];
                native[i].Kind = arg.Kind;
                native[i].Length = 0;
                native[i].Value = arg.Value;
                switch (arg.Kind)
                {
                    case ArgumentKind.Tensor:
                        native[i].Value = Unsafe.As<Tensor>(arg.Reference!).Handle;
                        break;
                    case ArgumentKind.Generator:
                        native[i].Value = Unsafe.As<Generator>(arg.Reference!).Handle;
                        break;
                    case ArgumentKind.IntList:
                        CopyList(ref native[i], Unsafe.As<long[]>(arg.Reference!), scratch, scratchSize, ref used, ref spilled);
                        break;
                    case ArgumentKind.DoubleList:
                        CopyList(ref native[i], Unsafe.As<double[]>(arg.Reference!), scratch, scratchSize, ref used, ref spilled);
                        break;
                    case ArgumentKind.String:
                        CopyList(ref native[i], Unsafe.As<byte[]>(arg.Reference!), scratch, scratchSize, ref used, ref spilled);
                        break;
                    case ArgumentKind.TensorList or ArgumentKind.OptionalTensorList:
                        var tensors = Unsafe.As<Tensor?[]>(arg.Reference!);
                        var handles = Reserve<nint>(ref native[i], tensors.Length, scratch, scratchSize, ref used, ref spilled);
                        for (var k = 0; k < tensors.Length; k++)
                            handles[k] = tensors[k] is { } tensor
                                ? tensor.Handle
                                : arg.Kind == ArgumentKind.OptionalTensorList
                                    ? 0
                                    : throw new ArgumentNullException(nameof(args), $"aten::{name}: the tensor at index {k} of a list is null.");
                        break;
                }
            }

            var count = NativeMethods.shim_call(Handle, native, args.Length, results, capacity);
            for (var i = 0; i < args.Length; i++)
                GC.KeepAlive(args[i].Reference);
            return count >= 0 ? count : throw NativeMethods.LastError();
        }
        finally
        {
            while (spilled != null)
            {
                var next = (nint*)*spilled;
                NativeMemory.Free(spilled);
                spilled = next;
            }
        }
    }

    private static void CopyList<T>(ref NativeArgument target, T[] values, long* scratch, int scratchSize, ref int used, ref nint* spilled)
        where T : unmanaged
    {
        var copy = Reserve<T>(ref target, values.Length, scratch, scratchSize, ref used, ref spilled);
        values.CopyTo(new Span<T>(copy, values.Length));
    }

    private static T* Reserve<T>(ref NativeArgument target, int length, long* scratch, int scratchSize, ref int used, ref nint* spilled)
        where T : unmanaged
    {
        var words = (int)(((long)length * sizeof(T) + sizeof(long) - 1) / sizeof(long));
        long* space;
        if (used + words <= scratchSize)
        {
            space = scratch + used;
            used += words;
        }
        else
        {
            var block = (nint*)NativeMemory.Alloc((nuint)(words + 1), sizeof(long));
            *block = (nint)spilled;
            spilled = block;
            space = (long*)(block + 1);
        }
        target.Length = length;
        target.Value = (nint)space;
        return (T*)space;
    }
}
