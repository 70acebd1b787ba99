using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace GanCompression;

/// <summary>Copies the tensors of a checkpoint out of their storages: checked against the storage, row by row and without gaps.</summary>
/// <param name="file">The checkpoint.</param>
/// <param name="source">Its name for messages.</param>
internal sealed class TorchTensorReader(TorchFile file, string source)
{
    // Overlapping views of one storage could otherwise make a small file fill the memory.
    private const int MaxOverlap = 16;

    /// <summary>Reads tensors; equal views give the same tensor. Each storage is read once and no two are held at a time.</summary>
    public WeightTable Read(IReadOnlyList<KeyValuePair<string, TorchTensor>> tensors)
    {
        var read = new WeightTensor[tensors.Count];
        foreach (IGrouping<TorchStorage, int> group in Enumerable.Range(0, tensors.Count).GroupBy(i => tensors[i].Value.Slice.Storage))
        {
            View[] views = [.. group.Select(i => Check(tensors[i].Key, tensors[i].Value))];
            View[] different = [.. views.DistinctBy(view => view.Identity)];
            decimal total = different.Sum(view => (decimal)view.Elements);
            if (total > (decimal)MaxOverlap * group.Key.Elements)
            {
                throw FileErrors.Unsupported(source, FormattableString.Invariant(
                    $"{group.Key} has {group.Key.Elements} elements, but its {different.Length} tensors from '{views[0].Name}' to '{views[^1].Name}' have {total} together, more than {MaxOverlap} times as many. Save copies that do not overlap: tensor.clone()."));
            }

            byte[] storage = total > 0 ? file.Read(group.Key) : [];
            bool isOnly = different.Length == 1;
            Dictionary<string, WeightTensor> copies = different.ToDictionary(view => view.Identity, view => Copy(view, group.Key.Type, storage, isOnly), StringComparer.Ordinal);
            foreach ((int i, View view) in group.Zip(views))
                read[i] = copies[view.Identity];
        }

        return new WeightTable(tensors.Select((entry, i) => KeyValuePair.Create(entry.Key, read[i])));
    }

    private View Check(string name, TorchTensor tensor)
    {
        TorchStorageSlice slice = tensor.Slice;
        decimal elements = 1;
        decimal last = tensor.Offset;
        for (int axis = 0; axis < tensor.Shape.Length; axis++)
        {
            (long extent, long stride) = (tensor.Shape[axis], tensor.Strides[axis]);
            if (extent is < 0 or > int.MaxValue)
                throw Damaged(FormattableString.Invariant($"has an extent of {extent}; expected 0 to {int.MaxValue}"));
            if (stride < 0)
                throw Damaged(FormattableString.Invariant($"has a stride of {stride}; expected at least 0"));
            elements = elements > long.MaxValue && extent > 0 ? elements : elements * extent;
            last += (decimal)Math.Max(0, extent - 1) * stride;
        }

        if (tensor.Offset < 0)
            throw Damaged(FormattableString.Invariant($"begins at element {tensor.Offset}"));
        if (elements > 0 && last >= slice.Elements)
            throw Damaged(FormattableString.Invariant($"reaches up to element {last} of {slice.Storage}, which has {slice.Elements} elements"));
        if (elements > slice.Elements)
        {
            throw FileErrors.Unsupported(source, FormattableString.Invariant(
                $"tensor '{name}' of shape [{string.Join(", ", tensor.Shape)}] has {elements} elements, more than the {slice.Elements} of its {slice.Storage}: it repeats them. Save tensor.contiguous() instead."));
        }

        return new View(name, (long)elements, slice.Offset + tensor.Offset, [.. tensor.Shape.Select(extent => (int)extent)], tensor.Strides);

        FormatException Damaged(string problem) => FileErrors.Damaged(source, TorchFile.Kind, $"tensor '{name}' {problem}.");
    }

    private static WeightTensor Copy(View view, TorchStorageType type, byte[] storage, bool mayAdopt)
    {
        int size = type.ElementBytes;
        byte[] values;
        if (!view.IsContiguous)
            values = Gather(view, size, storage);
        else if (mayAdopt && view.Elements * size == storage.Length)
            values = storage;
        else
            values = view.Elements == 0 ? [] : storage.AsSpan(checked((int)(view.Offset * size)), checked((int)(view.Elements * size))).ToArray();
        if (size != WeightTensor.SizeOf(type.ElementType))
            values = Widen(values);
        return WeightTensor.Adopt(type.ElementType, values, view.Shape);
    }

    private static byte[] Gather(View view, int size, byte[] storage)
    {
        var values = new byte[checked((int)(view.Elements * size))];
        switch (size)
        {
            case sizeof(long): Gather(view, MemoryMarshal.Cast<byte, long>(storage.AsSpan()), MemoryMarshal.Cast<byte, long>(values.AsSpan())); break;
            case sizeof(int): Gather(view, MemoryMarshal.Cast<byte, int>(storage.AsSpan()), MemoryMarshal.Cast<byte, int>(values.AsSpan())); break;
            case sizeof(short): Gather(view, MemoryMarshal.Cast<byte, short>(storage.AsSpan()), MemoryMarshal.Cast<byte, short>(values.AsSpan())); break;
            default: Gather<byte>(view, storage, values); break;
        }

        return values;
    }

    // Only views of at least one element that are not contiguous come here, so there is at least one axis.
    private static void Gather<T>(View view, Span<T> storage, Span<T> values)
    {
        int last = view.Shape.Length - 1;
        var index = new int[last];
        long row = view.Offset;
        for (int filled = 0; filled < values.Length;)
        {
            long from = row;
            for (int i = 0; i < view.Shape[last]; i++, from += view.Strides[last])
                values[filled++] = storage[(int)from];
            for (int axis = last - 1; axis >= 0; axis--)
            {
                row += view.Strides[axis];
                if (++index[axis] < view.Shape[axis])
                    break;
                row -= view.Strides[axis] * view.Shape[axis];
                index[axis] = 0;
            }
        }
    }

    private static byte[] Widen(byte[] shorts)
    {
        var values = new byte[2L * shorts.Length];
        Span<int> target = MemoryMarshal.Cast<byte, int>(values.AsSpan());
        ReadOnlySpan<short> from = MemoryMarshal.Cast<byte, short>(shorts);
        for (int i = 0; i < from.Length; i++)
            target[i] = from[i];
        return values;
    }

    private sealed record View(string Name, long Elements, long Offset, ImmutableArray<int> Shape, ImmutableArray<long> Strides)
    {
        /// <summary>Equal for equal views of one storage.</summary>
        public string Identity { get; } = FormattableString.Invariant($"{Offset} {string.Join(',', Shape)} {string.Join(',', Strides)}");

        /// <summary>Whether the values lie row by row and without gaps; strides of axes with one index do not matter.</summary>
        public bool IsContiguous
        {
            get
            {
                if (Elements == 0)
                    return true;
                long expected = 1;
                for (int axis = Shape.Length - 1; axis >= 0; axis--)
                {
                    if (Shape[axis] != 1 && Strides[axis] != expected)
                        return false;
                    expected *= Shape[axis];
                }

                return true;
            }
        }
    }
}
