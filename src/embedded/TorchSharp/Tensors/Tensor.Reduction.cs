using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Sums, means, extremes, orders and norms.</summary>
    public partial class Tensor
    {
        public Tensor sum(ScalarType? type = null) => Aten.Sum.Call(this, Argument.Dtype(type));

        public Tensor sum(long dim, bool keepdim = false, ScalarType? type = null) => sum([dim], keepdim, type);

        public Tensor sum(long[] dim, bool keepdim = false, ScalarType? type = null) => Aten.SumDim.Call(this, dim, keepdim, Argument.Dtype(type));

        public Tensor sum(ReadOnlySpan<long> dim, bool keepdim = false, ScalarType? type = null) =>
            Aten.SumDim.Call(this, dim.ToArray(), keepdim, Argument.Dtype(type));

        public Tensor mean() => Aten.Mean.Call(this);

        public Tensor mean(long[] dimensions, bool keepdim = false, ScalarType? type = null) =>
            Aten.MeanDim.Call(this, dimensions, keepdim, Argument.Dtype(type));

        public Tensor var(bool unbiased = true) => Aten.VarAll.Call(this, unbiased);

        public Tensor var(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => Converted(type, t => Aten.VarDim.Call(t, new[] { dim }, unbiased, keepdim));

        public Tensor var(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Converted(type, t => Aten.VarDim.Call(t, dimensions, unbiased, keepdim));

        public Tensor std(bool unbiased = true) => Aten.StdAll.Call(this, unbiased);

        public Tensor std(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => Converted(type, t => Aten.StdDim.Call(t, new[] { dim }, unbiased, keepdim));

        public Tensor std(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Converted(type, t => Aten.StdDim.Call(t, dimensions, unbiased, keepdim));

        public Tensor cumsum(long dim, ScalarType? type = null) => Aten.Cumsum.Call(this, dim, Argument.Dtype(type));

        public Tensor min() => Aten.MinAll.Call(this);

        public Tensor min(Tensor other) => Aten.Minimum.Call(this, other);

        public (Tensor values, Tensor indexes) min(long dim, bool keepdim = false) => Aten.MinDim.Call2(this, dim, keepdim);

        public Tensor max() => Aten.MaxAll.Call(this);

        public Tensor max(Tensor other) => Aten.Maximum.Call(this, other);

        public (Tensor values, Tensor indexes) max(long dim, bool keepdim = false) => Aten.MaxDim.Call2(this, dim, keepdim);

        public Tensor amin(params long[] dims) => Aten.Amin.Call(this, dims);

        public Tensor amax(params long[] dims) => Aten.Amax.Call(this, dims);

        public Tensor argmin() => Aten.Argmin.Call(this);

        public Tensor argmin(long dim, bool keepdim = false) => Aten.Argmin.Call(this, dim, keepdim);

        public Tensor argmax() => Aten.Argmax.Call(this);

        public Tensor argmax(long dim, bool keepdim = false) => Aten.Argmax.Call(this, dim, keepdim);

        public Tensor argsort(long dim = -1, bool descending = false) => Aten.Argsort.Call(this, dim, descending);

        public (Tensor Values, Tensor Indices) sort(long dim = -1, bool descending = false, bool stable = false) =>
            Aten.SortStable.Call2(this, stable, dim, descending);

        public (Tensor values, Tensor indexes) topk(int k, int dim = -1, bool largest = true, bool sorted = true) =>
            Aten.Topk.Call2(this, k, dim, largest, sorted);

        public Tensor norm(float p = 2f) => Aten.NormScalar.Call(this, (double)p);

        public Tensor norm(int dim, bool keepdim = false, float p = 2f) => Aten.NormDim.Call(this, (double)p, new long[] { dim }, keepdim);

        private Tensor Converted(ScalarType? type, Func<Tensor, Tensor> operation)
        {
            if (type is not { } target || target == dtype)
                return operation(this);
            using var converted = to_type(target);
            return operation(converted);
        }
    }
}
