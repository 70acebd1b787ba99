using System.Collections;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

public readonly struct VBuffer<T> : IEnumerable
{
    public readonly int Length;

    private readonly T[] _values;
    private readonly int[] _indices;
    private readonly int _count;

    public VBuffer(int length, T[] values, int[] indices = null)
    {
        Errors.CheckParam(length >= 0, nameof(length));
        Errors.CheckParam((values?.Length ?? 0) >= length, nameof(values));
        Length = length;
        _count = length;
        _values = values;
        _indices = indices;
    }

    public VBuffer(int length, int count, T[] values, int[] indices)
    {
        Errors.CheckParam(length >= 0, nameof(length));
        Errors.CheckParam(count >= 0 && count <= length, nameof(count));
        Errors.CheckParam((values?.Length ?? 0) >= count, nameof(values));
        Errors.CheckParam(count == length || (indices?.Length ?? 0) >= count, nameof(indices));
        Length = length;
        _count = count;
        _values = values;
        _indices = indices;
    }

    public bool IsDense => _count == Length;

    public static void Copy(T[] source, int sourceIndex, ref VBuffer<T> destination, int length)
    {
        int available = source?.Length ?? 0;
        Errors.CheckParam(length >= 0 && length <= available, nameof(length));
        Errors.CheckParam(sourceIndex >= 0 && sourceIndex <= available - length, nameof(sourceIndex));
        VBufferEditor<T> editor = VBufferEditor.Create(ref destination, length);
        source.AsSpan(sourceIndex, length).CopyTo(editor.Values);
        destination = editor.Commit();
    }

    public ReadOnlySpan<T> GetValues() => _values.AsSpan(0, _count);

    public ReadOnlySpan<int> GetIndices() => IsDense ? default : _indices.AsSpan(0, _count);

    public void CopyToDense(ref VBuffer<T> destination)
    {
        VBufferEditor<T> editor = VBufferEditor.Create(ref destination, Length);
        CopyTo(editor.Values);
        destination = editor.Commit();
    }

    public void CopyTo(ref VBuffer<T> destination)
    {
        VBufferEditor<T> editor = VBufferEditor.Create(ref destination, Length, _count);
        GetValues().CopyTo(editor.Values);
        GetIndices().CopyTo(editor.Indices);
        destination = editor.Commit();
    }

    public void CopyTo(ref VBuffer<T> destination, int sourceIndex, int length)
    {
        Errors.CheckParam(sourceIndex >= 0 && sourceIndex <= Length, nameof(sourceIndex));
        Errors.CheckParam(length >= 0 && sourceIndex <= Length - length, nameof(length));
        int first = IsDense ? sourceIndex : FirstSlotAtOrAfter(sourceIndex);
        int count = IsDense ? length : FirstSlotAtOrAfter(sourceIndex + length) - first;
        VBufferEditor<T> editor = VBufferEditor.Create(ref destination, length, count);
        _values.AsSpan(first, count).CopyTo(editor.Values);
        for (int i = 0; i < editor.Indices.Length; i++)
        {
            editor.Indices[i] = _indices[first + i] - sourceIndex;
        }

        destination = editor.Commit();
    }

    public void CopyTo(Span<T> destination) => CopyTo(destination, 0);

    public void CopyTo(Span<T> destination, int destinationIndex, T defaultValue = default)
    {
        Errors.CheckParam(destinationIndex >= 0 && destinationIndex <= destination.Length - Length, nameof(destination), "Not large enough to hold these values.");
        Span<T> target = destination.Slice(destinationIndex, Length);
        if (IsDense)
        {
            GetValues().CopyTo(target);
            return;
        }

        target.Fill(defaultValue);
        for (int i = 0; i < _count; i++)
        {
            target[_indices[i]] = _values[i];
        }
    }

    public IEnumerable<KeyValuePair<int, T>> Items(bool all = false)
    {
        if (IsDense)
        {
            for (int i = 0; i < _count; i++)
            {
                yield return new KeyValuePair<int, T>(i, _values[i]);
            }

            yield break;
        }

        int next = 0;
        for (int i = 0; i < _count; i++)
        {
            for (; all && next < _indices[i]; next++)
            {
                yield return new KeyValuePair<int, T>(next, default);
            }

            yield return new KeyValuePair<int, T>(_indices[i], _values[i]);
            next = _indices[i] + 1;
        }

        for (; all && next < Length; next++)
        {
            yield return new KeyValuePair<int, T>(next, default);
        }
    }

    public IEnumerable<T> DenseValues() => Items(all: true).Select(item => item.Value);

    public void GetItemOrDefault(int index, ref T destination) => destination = GetItemOrDefault(index);

    public T GetItemOrDefault(int index)
    {
        Errors.CheckParam(index >= 0 && index < Length, nameof(index));
        if (IsDense)
        {
            return _values[index];
        }

        int slot = _count == 0 ? -1 : Array.BinarySearch(_indices, 0, _count, index);
        return slot < 0 ? default : _values[slot];
    }

    public IEnumerator GetEnumerator() => (_values ?? []).GetEnumerator();

    public override string ToString()
        => IsDense ? $"Dense vector of size {Length}" : $"Sparse vector of size {Length}, {_count} explicit values";

    internal VBufferEditor<T> Edit(int length, int count, int maxCapacity, bool keepOld, bool requireIndices)
    {
        Errors.CheckParam(length >= 0, "newLogicalLength", "Must be non-negative.");
        Errors.CheckParam(count >= 0, "valuesCount", "If specified, must be non-negative.");
        Errors.CheckParam(count <= length, "valuesCount", "If specified, must be no greater than newLogicalLength");
        T[] values = Grow(_values, count, maxCapacity, keepOld);
        int[] indices = count < length || requireIndices ? Grow(_indices, count, maxCapacity, keepOld) : _indices;
        return new VBufferEditor<T>(length, count, values, indices, requireIndices, !ReferenceEquals(values, _values), !ReferenceEquals(indices, _indices));
    }

    internal VBufferEditor<T> Edit() => Edit(Length, _count, int.MaxValue, keepOld: false, requireIndices: false);

    private static TItem[] Grow<TItem>(TItem[] old, int count, int maxCapacity, bool keepOld)
    {
        int capacity = old?.Length ?? 0;
        if (capacity >= count)
        {
            return count == 0 ? old ?? [] : old;
        }

        // Doubling serves buffers that grow value by value; a first allocation is exact.
        int size = capacity == 0 ? count : (int)Math.Max(count, Math.Min(2L * capacity, Math.Min(maxCapacity, Array.MaxLength)));
        var grown = new TItem[size];
        if (keepOld)
        {
            old?.CopyTo(grown, 0);
        }

        return grown;
    }

    private int FirstSlotAtOrAfter(int index)
    {
        int slot = _count == 0 ? ~0 : Array.BinarySearch(_indices, 0, _count, index);
        return slot < 0 ? ~slot : slot;
    }
}
