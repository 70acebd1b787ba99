namespace TorchSharp;

public static partial class torch
{
    /// <summary>What selects along one dimension: a number, a slice, a tensor, a new axis, or all dimensions in between.</summary>
    public readonly struct TensorIndex
    {
        public static readonly TensorIndex None = new(IndexKind.None);
        public static readonly TensorIndex Ellipsis = new(IndexKind.Ellipsis);
        public static readonly TensorIndex Colon = new(IndexKind.Slice);

        private TensorIndex(IndexKind kind, long? start = null, long? stop = null, long? step = null, Tensor? tensor = null)
        {
            Kind = kind;
            Start = start;
            Stop = stop;
            Step = step;
            TensorValue = tensor;
        }

        internal enum IndexKind
        {
            None,
            Single,
            Slice,
            Ellipsis,
            Tensor,
        }

        internal IndexKind Kind { get; }

        internal long? Start { get; }

        internal long? Stop { get; }

        internal long? Step { get; }

        internal Tensor? TensorValue { get; }

        public static implicit operator TensorIndex(long value) => new(IndexKind.Single, value);

        public static implicit operator TensorIndex(Index index) => new(IndexKind.Single, FromEnd(index) ?? throw new ArgumentOutOfRangeException(nameof(index), "^0 lies behind the last element."));

        public static implicit operator TensorIndex(Range range) => Slice(range);

        public static TensorIndex Single(long? index) =>
            new(IndexKind.Single, index ?? throw new ArgumentNullException(nameof(index), "A single index needs a number."));

        public static TensorIndex Slice(long? start = null, long? stop = null, long? step = null) => new(IndexKind.Slice, start, stop, step);

        public static TensorIndex Slice(Range range) => new(IndexKind.Slice, FromEnd(range.Start) ?? long.MaxValue, FromEnd(range.End));

        public static TensorIndex Tensor(Tensor tensor) => new(IndexKind.Tensor, tensor: tensor);

        /// <summary>The index as NumPy counts, negative from the end; null for the place behind the last element.</summary>
        private static long? FromEnd(Index index) => index.IsFromEnd ? index.Value == 0 ? null : -index.Value : index.Value;
    }
}
