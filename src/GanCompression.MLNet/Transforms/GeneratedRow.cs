using Microsoft.ML;
using Microsoft.ML.Data;

namespace GanCompression.MLNet;

/// <summary>An input row with the generated image.</summary>
internal sealed class GeneratedRow(GeneratedColumnMapper mapper, DataViewRow input, bool[] active) : DataViewRow
{
    private ValueGetter<MLImage>? _source;
    private MLImage _sourceImage = null!;
    private RgbImage? _generated;
    private long _generatedPosition = -1;
    private bool _isDisposed;

    /// <inheritdoc/>
    public override DataViewSchema Schema => mapper.OutputSchema;

    /// <inheritdoc/>
    public override long Position => input.Position;

    /// <inheritdoc/>
    public override long Batch => input.Batch;

    /// <inheritdoc/>
    public override bool IsColumnActive(DataViewSchema.Column column) => active[column.Index];

    /// <inheritdoc/>
    public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

    /// <inheritdoc/>
    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        int index = ActiveColumns.Require(Schema, active, column);
        if (index < mapper.GeneratedColumn)
            return input.GetGetter<TValue>(mapper.InputSchema[index]);
        _source ??= input.GetGetter<MLImage>(mapper.SourceColumn);
        return ActiveColumns.Cast<TValue>((ValueGetter<MLImage>)GetGenerated, column);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && !_isDisposed)
        {
            _isDisposed = true;
            _generated = null;

            // The last source image may belong to the user (an image in memory), so it is not disposed here; an upstream
            // getter that makes its images disposes them when it replaces them.
            _sourceImage = null!;
            input.Dispose();
        }

        base.Dispose(disposing);
    }

    private void GetGenerated(ref MLImage value)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_generated is null || _generatedPosition != input.Position)
        {
            _source!(ref _sourceImage);
            if (_sourceImage is null)
                throw new InvalidOperationException(FormattableString.Invariant($"Column '{mapper.SourceColumn.Name}' has no image in row {input.Position}, so '{mapper.Transformer.OutputColumnName}' cannot be generated."));
            _generated = mapper.Transformer.Translate(_sourceImage.ToRgbImage());
            _generatedPosition = input.Position;
        }

        // The image in the caller's variable came from this getter in an earlier row, and ends with it.
        value?.Dispose();
        value = _generated.ToMLImage();
    }
}
