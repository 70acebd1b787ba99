namespace Microsoft.ML.Data;

/// <summary>A cursor that moves with another one.</summary>
internal abstract class WrappingCursor : DataViewRowCursor
{
    private bool _disposed;

    protected WrappingCursor(DataViewRowCursor input)
    {
        Input = input;
    }

    public override long Position => Input.Position;

    public override long Batch => Input.Batch;

    protected DataViewRowCursor Input { get; }

    public override bool MoveNext() => Input.MoveNext();

    public override ValueGetter<DataViewRowId> GetIdGetter() => Input.GetIdGetter();

    protected virtual void DisposeCore()
    {
    }

    protected sealed override void Dispose(bool disposing)
    {
        if (disposing && !_disposed)
        {
            _disposed = true;
            DisposeCore();
            Input.Dispose();
        }

        base.Dispose(disposing);
    }
}
