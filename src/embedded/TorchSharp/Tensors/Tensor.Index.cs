using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Indexing by numbers, slices, new axes and tensors, with the rules of NumPy.</summary>
    public partial class Tensor
    {
        public Tensor this[params TensorIndex[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        public Tensor this[params Tensor[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        public Tensor this[long i1]
        {
            get => Aten.Select.Call(this, 0, i1);
            set => Put([i1], value);
        }

        public Tensor this[long i1, long i2]
        {
            get => At(i1, i2);
            set => Put([i1, i2], value);
        }

        public Tensor this[long i1, long i2, long i3]
        {
            get => At(i1, i2, i3);
            set => Put([i1, i2, i3], value);
        }

        public Tensor this[long i1, long i2, long i3, long i4]
        {
            get => At(i1, i2, i3, i4);
            set => Put([i1, i2, i3, i4], value);
        }

        public Tensor index(params TensorIndex[] indices)
        {
            var (view, tensors) = Resolve(indices);
            if (tensors is null)
                return view;
            using (view)
                return Aten.Index.Call(view, Argument.OptionalTensors(tensors));
        }

        public Tensor index(params Tensor[] indices) => Aten.Index.Call(this, Argument.OptionalTensors(indices));

        public Tensor index_put_(Tensor value, params TensorIndex[] indices)
        {
            var (view, tensors) = Resolve(indices);
            using (view)
            {
                if (tensors is null)
                    view.copy_(value);
                else
                    Aten.IndexPutInPlace.Run(view, Argument.OptionalTensors(tensors), value);
            }
            return this;
        }

        public Tensor index_put_(Tensor value, params Tensor[] indices)
        {
            Aten.IndexPutInPlace.Run(this, Argument.OptionalTensors(indices), value);
            return this;
        }

        public Tensor index_put_(Scalar value, params TensorIndex[] indices)
        {
            using var filled = full([], value, dtype);
            return index_put_(filled, indices);
        }

        private Tensor At(params ReadOnlySpan<long> indices)
        {
            var view = Aten.Select.Call(this, 0, indices[0]);
            foreach (var position in indices[1..])
            {
                using var outer = view;
                view = Aten.Select.Call(outer, 0, position);
            }
            return view;
        }

        private void Put(ReadOnlySpan<long> indices, Tensor value)
        {
            using var view = At(indices);
            view.copy_(value);
        }

        /// <summary>
        /// Applies everything but tensor indices as views. The second result holds one entry per dimension of the view up to the
        /// last tensor index, null where a dimension is taken whole; it is null where there is no tensor index.
        /// </summary>
        private (Tensor View, Tensor?[]? Tensors) Resolve(TensorIndex[] indices)
        {
            var consumed = 0;
            var ellipses = 0;
            foreach (var i in indices)
            {
                if (i.Kind == TensorIndex.IndexKind.Ellipsis)
                    ellipses++;
                else if (i.Kind == TensorIndex.IndexKind.Tensor && i.TensorValue!.dtype is ScalarType.Bool or ScalarType.Byte)
                    consumed += (int)i.TensorValue.ndim;
                else if (i.Kind is TensorIndex.IndexKind.Single or TensorIndex.IndexKind.Slice or TensorIndex.IndexKind.Tensor)
                    consumed++;
            }
            if (ellipses > 1)
                throw new ArgumentException("An index can hold one Ellipsis only.");
            if (consumed > ndim)
                throw new ArgumentException($"Too many indices: {consumed} for the tensor {this}.");

            var view = alias();
            var tensors = new List<Tensor?>();
            var found = false;
            var dim = 0;
            void Replace(Tensor next)
            {
                view.Dispose();
                view = next;
            }

            try
            {
                foreach (var i in indices)
                {
                    switch (i.Kind)
                    {
                        case TensorIndex.IndexKind.Single:
                            Replace(Aten.Select.Call(view, dim, i.Start!.Value));
                            break;
                        case TensorIndex.IndexKind.Slice:
                            Replace(Aten.Slice.Call(view, dim, i.Start, i.Stop, i.Step ?? 1));
                            tensors.Add(null);
                            dim++;
                            break;
                        case TensorIndex.IndexKind.Ellipsis:
                            for (var skipped = ndim - consumed; skipped > 0; skipped--)
                            {
                                tensors.Add(null);
                                dim++;
                            }
                            break;
                        case TensorIndex.IndexKind.None:
                            Replace(Aten.Unsqueeze.Call(view, dim));
                            tensors.Add(null);
                            dim++;
                            break;
                        case TensorIndex.IndexKind.Tensor:
                            found = true;
                            tensors.Add(i.TensorValue);
                            dim += i.TensorValue!.dtype is ScalarType.Bool or ScalarType.Byte ? (int)i.TensorValue.ndim : 1;
                            break;
                    }
                }
            }
            catch
            {
                view.Dispose();
                throw;
            }
            return (view, found ? [.. tensors] : null);
        }
    }
}
