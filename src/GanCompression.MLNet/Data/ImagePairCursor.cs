using Microsoft.ML;
using Microsoft.ML.Data;

namespace GanCompression.MLNet;

/// <summary>Walks through every <paramref name="step"/>-th pair, beginning with the one at <paramref name="first"/>.</summary>
/// <param name="schema">Schema of the view.</param>
/// <param name="pairs">The pairs.</param>
/// <param name="active">Which columns were asked for.</param>
/// <param name="order">The shuffled order; null for the natural one.</param>
/// <param name="first">Place of the first row in the order.</param>
/// <param name="step">Number of cursors that share the rows.</param>
internal sealed class ImagePairCursor(DataViewSchema schema, ImagePairSet pairs, bool[] active, int[]? order, int first, int step) : DataViewRowCursor
{
    private long _position = -1;
    private bool _isDone;
    private ImagePair? _pair;
    private long _pairPosition = -1;

    /// <inheritdoc/>
    public override DataViewSchema Schema => schema;

    /// <inheritdoc/>
    public override long Position => _position;

    // Every row is a batch of its own, so that the rows of a cursor set can be put back into their order.
    /// <inheritdoc/>
    public override long Batch => Place;

    private long Place => first + _position * step;

    private int Index
    {
        get
        {
            if (_position < 0)
                throw new InvalidOperationException(_isDone ? "The cursor is past its last row." : "The cursor is before its first row; call MoveNext first.");
            return order is null ? (int)Place : order[Place];
        }
    }

    /// <inheritdoc/>
    public override bool IsColumnActive(DataViewSchema.Column column) => active[column.Index];

    /// <inheritdoc/>
    public override bool MoveNext()
    {
        if (_isDone)
            return false;
        _position++;
        if (Place < pairs.Count)
            return true;
        _isDone = true;
        _position = -1;
        _pair = null;
        return false;
    }

    /// <inheritdoc/>
    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId value) => value = new DataViewRowId((ulong)Index, 0);

    /// <inheritdoc/>
    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        int index = ActiveColumns.Require(schema, active, column);
        Delegate getter = index switch
        {
            ImagePairDataView.SourceColumn => (ValueGetter<MLImage>)((ref MLImage value) => Replace(ref value, Pair().Source)),
            ImagePairDataView.TargetColumn => (ValueGetter<MLImage>)((ref MLImage value) => Replace(ref value, Pair().Target)),
            _ => (ValueGetter<ReadOnlyMemory<char>>)((ref ReadOnlyMemory<char> value) => value = pairs.NameOf(Index).AsMemory()),
        };
        return ActiveColumns.Cast<TValue>(getter, column);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _isDone = true;
        _position = -1;
        _pair = null;
        base.Dispose(disposing);
    }

    // The image in the caller's variable came from this getter in an earlier row, and ends with it.
    private void Replace(ref MLImage value, RgbImage image)
    {
        value?.Dispose();
        value = image.ToMLImage();
        value.Tag = pairs.NameOf(Index);
    }

    private ImagePair Pair()
    {
        if (_pair is null || _pairPosition != _position)
        {
            _pair = pairs.Open(Index);
            _pairPosition = _position;
        }

        return _pair;
    }
}
