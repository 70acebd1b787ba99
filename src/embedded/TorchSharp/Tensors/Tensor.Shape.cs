using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Views, rearrangements and selections.</summary>
    public partial class Tensor
    {
        public Tensor T => Aten.NumpyT.Call(this);

        public Tensor mT => Aten.Transpose.Call(this, -2, -1);

        public Tensor view(params long[] shape) => Aten.View.Call(this, shape);

        public Tensor reshape(params long[] shape) => Aten.Reshape.Call(this, shape);

        public Tensor flatten(long start_dim = 0, long end_dim = -1) => Aten.Flatten.Call(this, start_dim, end_dim);

        public Tensor permute(params long[] permutation) => Aten.Permute.Call(this, permutation);

        public Tensor transpose(long dim0, long dim1) => Aten.Transpose.Call(this, dim0, dim1);

        public Tensor t() => Aten.T.Call(this);

        public Tensor squeeze(long? dim = null) => dim is { } d ? Aten.SqueezeDim.Call(this, d) : Aten.Squeeze.Call(this);

        public Tensor unsqueeze(long dim) => Aten.Unsqueeze.Call(this, dim);

        public Tensor expand(params long[] sizes) => Aten.Expand.Call(this, sizes);

        public Tensor expand(long[] sizes, bool isImplicit = false) => Aten.Expand.Call(this, sizes, isImplicit);

        public Tensor expand(ReadOnlySpan<long> sizes, bool isImplicit = false) => Aten.Expand.Call(this, sizes.ToArray(), isImplicit);

        public Tensor expand_as(Tensor other) => Aten.Expand.Call(this, other.shape);

        public Tensor repeat(params long[] sizes) => Aten.Repeat.Call(this, sizes);

        public Tensor roll(long shifts, long? dims = null) => Aten.Roll.Call(this, new[] { shifts }, dims is { } d ? new[] { d } : Array.Empty<long>());

        public Tensor roll(long[] shifts) => Aten.Roll.Call(this, shifts);

        public Tensor roll(long[] shifts, long[] dims) => Aten.Roll.Call(this, shifts, dims);

        public Tensor flip(params long[] dims) => Aten.Flip.Call(this, dims);

        public Tensor narrow(long dim, long start, long length) => Aten.Narrow.Call(this, dim, start, length);

        public Tensor slice(long dim, long start, long finish, long step) => Aten.Slice.Call(this, dim, start, finish, step);

        public Tensor select(long dim, long index) => Aten.Select.Call(this, dim, index);

        public Tensor index_select(long dim, Tensor index) => Aten.IndexSelect.Call(this, dim, index);

        public Tensor gather(long dim, Tensor index) => Aten.Gather.Call(this, dim, index);

        public Tensor masked_fill(Tensor mask, Scalar value) => Aten.MaskedFill.Call(this, mask, value);

        public Tensor masked_fill_(Tensor mask, Scalar value)
        {
            Aten.MaskedFillInPlace.Run(this, mask, value);
            return this;
        }

        public Tensor nonzero() => Aten.Nonzero.Call(this);

        public Tensor[] chunk(long chunks, long dim = 0) => Aten.Chunk.CallList(this, chunks, dim);

        public Tensor[] split(long size, int dim = 0) => Aten.SplitSize.CallList(this, size, dim);

        public Tensor[] split(long[] sizes, long dim = 0) => Aten.SplitSizes.CallList(this, sizes, dim);

        public Tensor[] unbind(long dimension = 0) => Aten.Unbind.CallList(this, dimension);

        public Tensor diagonal(long offset = 0, long dim1 = 0, long dim2 = 1) => Aten.Diagonal.Call(this, offset, dim1, dim2);

        public Tensor diag(long diagonal = 0) => Aten.Diag.Call(this, diagonal);

        public Tensor trace() => Aten.Trace.Call(this);

        public Tensor matmul(Tensor target) => Aten.Matmul.Call(this, target);

        public Tensor mm(Tensor target) => Aten.Mm.Call(this, target);

        public Tensor bmm(Tensor batch2) => Aten.Bmm.Call(this, batch2);

        public Tensor mv(Tensor target) => Aten.Mv.Call(this, target);

        public Tensor dot(Tensor target) => Aten.Dot.Call(this, target);

        public Tensor outer(Tensor vec2) => Aten.Outer.Call(this, vec2);
    }
}
