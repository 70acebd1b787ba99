using System.Runtime.InteropServices;
using TorchSharp.Interop;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>An n-dimensional array of libtorch. Owns a reference to it until disposed, by hand or by its dispose scope.</summary>
    public partial class Tensor : IDisposable
    {
        private static long s_totalCount;
        private static long s_peakCount;

        private nint _handle;

        internal Tensor(nint handle, bool register = true)
        {
            _handle = handle;
            var count = Interlocked.Increment(ref s_totalCount);
            if (count > s_peakCount)
                s_peakCount = count;
            if (register)
                DisposeScopeManager.OfThread.Created(this);
        }

        ~Tensor() => Dispose(false);

        public static long TotalCount => s_totalCount;

        public static long PeakCount => s_peakCount;

        public nint Handle => _handle != 0
            ? _handle
            : throw new InvalidOperationException(
                "This tensor has been disposed, by itself or with its dispose scope. Keep it with MoveToOuterDisposeScope() or DetachFromDisposeScope().");

        public bool IsInvalid => _handle == 0;

        public string? name { get; set; }

        public ScalarType dtype => (ScalarType)Alive(NativeMethods.shim_tensor_dtype(Handle));

        public Device device => new(device_type);

        public DeviceType device_type => (DeviceType)Alive(NativeMethods.shim_tensor_device_type(Handle));

        public int device_index => -1;

        public bool is_leaf => Alive(NativeMethods.shim_tensor_is_leaf(Handle)) != 0;

        public bool is_cuda => false;

        public bool requires_grad
        {
            get => Alive(NativeMethods.shim_tensor_requires_grad(Handle)) != 0;
            set => NativeMethods.Check(Alive(NativeMethods.shim_tensor_set_requires_grad(Handle, value ? 1 : 0)));
        }

        /// <summary>The gradient as a new wrapper, or null where there is none.</summary>
        public Tensor? grad
        {
            get
            {
                var grad = Alive(NativeMethods.shim_tensor_grad(Handle));
                return grad != 0 ? new Tensor(grad) : null;
            }

            set
            {
                NativeMethods.Check(Alive(NativeMethods.shim_tensor_set_grad(Handle, value is null ? 0 : value.Handle)));
                GC.KeepAlive(value);
            }
        }

        public long Dimensions => Alive(NativeMethods.shim_tensor_dim(Handle));

        public long ndim => Dimensions;

        public long NumberOfElements => Alive(NativeMethods.shim_tensor_numel(Handle));

        public long ElementSize => Alive(NativeMethods.shim_tensor_element_size(Handle));

        public long[] shape => size();

        /// <summary>The memory of a contiguous tensor.</summary>
        public unsafe Span<byte> bytes
        {
            get
            {
                var length = ContiguousByteCount();
                return length <= int.MaxValue
                    ? new Span<byte>((void*)DataPointer, (int)length)
                    : throw new ArgumentException($"A span holds up to {int.MaxValue} bytes, but the tensor {this} has {length}.");
            }

            set
            {
                var length = ContiguousByteCount();
                if (value.Length != length)
                    throw new ArgumentException($"The tensor {this} has {length} bytes, but got {value.Length}.");
                value.CopyTo(new Span<byte>((void*)DataPointer, value.Length));
            }
        }

        internal DisposeScope? OwningDisposeScope { get; set; }

        internal int IndexInScope { get; set; }

        internal nint DataPointer
        {
            get
            {
                var pointer = Alive(NativeMethods.shim_tensor_data(Handle));
                return pointer != 0 || numel() == 0 ? pointer : throw NativeMethods.LastError();
            }
        }

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        public Tensor MoveToOuterDisposeScope()
        {
            OwningDisposeScope?.MoveToOuter(this);
            return this;
        }

        public Tensor MoveToOtherDisposeScope(Tensor other) => MoveToOtherDisposeScope(other.OwningDisposeScope);

        public Tensor MoveToOtherDisposeScope(DisposeScope? other)
        {
            if (OwningDisposeScope is { } scope)
                scope.MoveToOther(other, this);
            else
                other?.Attach(this);
            return this;
        }

        public Tensor DetachFromDisposeScope()
        {
            OwningDisposeScope?.Detach(this);
            return this;
        }

        public long dim() => Dimensions;

        public long numel() => NumberOfElements;

        public long element_size() => ElementSize;

        public unsafe long[] size()
        {
            var handle = Handle;
            return Alive(new ReadOnlySpan<long>(NativeMethods.shim_tensor_sizes(handle), NativeMethods.shim_tensor_dim(handle)).ToArray());
        }

        public unsafe long size(int dim)
        {
            var handle = Handle;
            return Alive(NativeMethods.shim_tensor_sizes(handle)[WrapDimension(dim, NativeMethods.shim_tensor_dim(handle))]);
        }

        public unsafe long[] stride()
        {
            var handle = Handle;
            return Alive(new ReadOnlySpan<long>(NativeMethods.shim_tensor_strides(handle), NativeMethods.shim_tensor_dim(handle)).ToArray());
        }

        public unsafe long stride(int dim)
        {
            var handle = Handle;
            return Alive(NativeMethods.shim_tensor_strides(handle)[WrapDimension(dim, NativeMethods.shim_tensor_dim(handle))]);
        }

        public long storage_offset() => Alive(NativeMethods.shim_tensor_storage_offset(Handle));

        public bool is_contiguous() => Alive(NativeMethods.shim_tensor_is_contiguous(Handle)) != 0;

        public bool is_cpu() => device_type == DeviceType.CPU;

        public bool is_floating_point() => dtype.IsFloatingPoint();

        public bool is_integral() => dtype.IsIntegral();

        public bool is_complex() => dtype.IsComplex();

        public Tensor requires_grad_(bool requires_grad = true)
        {
            this.requires_grad = requires_grad;
            return this;
        }

        public Tensor with_requires_grad(bool requires_grad = true) => requires_grad_(requires_grad);

        public void retain_grad() => NativeMethods.Check(Alive(NativeMethods.shim_tensor_retain_grad(Handle)));

        public void backward() => autograd.backward([this]);

        public void backward(
            IList<Tensor>? grad_tensors = null, bool retain_graph = false, bool create_graph = false, IList<Tensor>? inputs = null) =>
            autograd.backward([this], grad_tensors, retain_graph, create_graph, inputs);

        public Tensor alias() => new(Alive(NativeMethods.shim_tensor_alias(Handle)));

        public Tensor clone() => Aten.Clone.Call(this);

        public Tensor contiguous() => Aten.Contiguous.Call(this);

        public Tensor detach() => Aten.Detach.Call(this);

        public Tensor detach_()
        {
            Aten.DetachInPlace.Run(this);
            return this;
        }

        public Tensor copy_(Tensor source, bool nonBlocking = false)
        {
            Aten.Copy.Run(this, source, nonBlocking);
            return this;
        }

        /// <summary>Lets this tensor share the storage, shape and strides of another.</summary>
        public Tensor set_(Tensor source)
        {
            Aten.SetSource.Run(this, source);
            return this;
        }

        public Tensor cpu() => alias();

        public Tensor to(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to_type(type, copy, disposeAfter, non_blocking);

        public Tensor to(Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to(dtype, device, copy, disposeAfter, non_blocking);

        public Tensor to(DeviceType deviceType, int deviceIndex = -1, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to(dtype, new Device(deviceType, deviceIndex), copy, disposeAfter, non_blocking);

        public Tensor to(string device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to(dtype, new Device(device), copy, disposeAfter, non_blocking);

        public Tensor to(
            ScalarType type, Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false)
        {
            InitializeDevice(device);
            return to_type(type, copy, disposeAfter, non_blocking);
        }

        public Tensor to(Tensor other, bool non_blocking = false) => to_type(other.dtype);

        public Tensor to_type(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false)
        {
            var result = Aten.ToDtype.Call(this, type, non_blocking, copy);
            if (disposeAfter)
                Dispose();
            return result;
        }

        public Tensor type(ScalarType dtype) => to_type(dtype);

        public Tensor @float() => to_type(ScalarType.Float32);

        public Tensor @double() => to_type(ScalarType.Float64);

        public Tensor @long() => to_type(ScalarType.Int64);

        public Tensor @int() => to_type(ScalarType.Int32);

        public Tensor @byte() => to_type(ScalarType.Byte);

        public Tensor @bool() => to_type(ScalarType.Bool);

        /// <summary>Reads and writes the elements as .NET values of the tensor's own type.</summary>
        public TensorAccessor<T> data<T>()
            where T : unmanaged
        {
            RequireElementType<T>();
            return new TensorAccessor<T>(this);
        }

        public T item<T>()
            where T : unmanaged
        {
            if (NumberOfElements != 1)
                throw new ArgumentException($"item() needs a tensor of one element, but this is {this}.");
            return data<T>()[0];
        }

        public unsafe Scalar ToScalar()
        {
            if (NumberOfElements != 1)
                throw new ArgumentException($"Only a tensor of one element converts to a scalar, but this is {this}.");
            if (dtype == ScalarType.BFloat16)
            {
                using var wider = to_type(ScalarType.Float32);
                return wider.ToScalar();
            }
            var data = (void*)DataPointer;
            return Alive<Scalar>(dtype switch
            {
                ScalarType.Byte => *(byte*)data,
                ScalarType.Int8 => *(sbyte*)data,
                ScalarType.Int16 => *(short*)data,
                ScalarType.Int32 => *(int*)data,
                ScalarType.Int64 => *(long*)data,
                ScalarType.Float16 => (double)*(Half*)data,
                ScalarType.Float32 => *(float*)data,
                ScalarType.Float64 => *(double*)data,
                ScalarType.Bool => *(bool*)data,
                _ => throw new NotSupportedException($"A {dtype} tensor does not convert to a scalar of one number."),
            });
        }

        public bool Equals(Tensor? target) => target is not null && Aten.Equal.CallBool(this, target);

        public override bool Equals(object? obj) => Equals(obj as Tensor);

        public override int GetHashCode() => base.GetHashCode();

        /// <summary>Shape, type and device, such as `[1x3x8x8], type = Float32, device = cpu`.</summary>
        public override string ToString() => $"[{string.Join('x', shape)}], type = {dtype}, device = {device}";

        /// <summary>Writes libtorch's own tensor file, which <see cref="load"/> reads.</summary>
        public void save(string location) => NativeMethods.Check(Alive(NativeMethods.shim_tensor_save(Handle, location)));

        public static Tensor load(string location) => new(NativeMethods.Check(NativeMethods.shim_tensor_load(location)));

        public void WriteBytesToStream(Stream stream, int bufferSize = 1024)
        {
            for (long done = 0, length = ContiguousByteCount(); done < length;)
            {
                var part = BytesFrom(done, length);
                stream.Write(part);
                done += part.Length;
            }
            GC.KeepAlive(this);
        }

        public void ReadBytesFromStream(Stream stream, int bufferSize = 1024)
        {
            for (long done = 0, length = ContiguousByteCount(); done < length;)
            {
                var part = BytesFrom(done, length);
                stream.ReadExactly(part);
                done += part.Length;
            }
            GC.KeepAlive(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            var handle = Interlocked.Exchange(ref _handle, 0);
            if (handle == 0)
                return;
            DisposeScopeManager.OfThread.Disposing(this);
            if (disposing)
                OwningDisposeScope?.Remove(this);
            Interlocked.Decrement(ref s_totalCount);
            NativeMethods.shim_tensor_release(handle);
        }

        /// <summary>Gives the native reference away; this tensor is invalid from then on.</summary>
        internal nint MoveHandle()
        {
            var handle = Handle;
            _handle = 0;
            Interlocked.Decrement(ref s_totalCount);
            return handle;
        }

        /// <summary>Passes on what was just read through the handle, and keeps the finalizer from releasing the handle before.</summary>
        private T Alive<T>(T value)
        {
            GC.KeepAlive(this);
            return value;
        }

        private static int WrapDimension(long dim, int rank)
        {
            var wrapped = dim < 0 ? dim + rank : dim;
            return wrapped >= 0 && wrapped < rank
                ? (int)wrapped
                : throw new ExternalException($"Dimension out of range: a tensor of {rank} dimensions has none with the number {dim}.");
        }

        private unsafe Span<byte> BytesFrom(long start, long length) =>
            new((byte*)DataPointer + start, (int)Math.Min(length - start, 1 << 24));

        private long ContiguousByteCount() =>
            is_contiguous()
                ? NumberOfElements * ElementSize
                : throw new InvalidOperationException($"The bytes of the tensor {this} are not contiguous; use contiguous() first.");

        private void RequireElementType<T>()
            where T : unmanaged
        {
            var expected = dtype switch
            {
                ScalarType.Byte => typeof(byte),
                ScalarType.Int8 => typeof(sbyte),
                ScalarType.Int16 => typeof(short),
                ScalarType.Int32 => typeof(int),
                ScalarType.Int64 => typeof(long),
                ScalarType.Float16 => typeof(Half),
                ScalarType.Float32 => typeof(float),
                ScalarType.Float64 => typeof(double),
                ScalarType.Bool => typeof(bool),
                _ => null,
            };
            if (typeof(T) != expected)
                throw new ArgumentException($"The elements of the tensor {this} are {expected?.Name ?? "of no .NET type"}, but were asked for as {typeof(T).Name}.");
        }
    }
}
