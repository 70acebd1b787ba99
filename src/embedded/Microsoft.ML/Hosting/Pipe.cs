namespace Microsoft.ML.Runtime;

internal class Pipe<TMessage> : IPipe<TMessage>
{
    protected readonly HostRoot Root;
    protected readonly string Source;
    private bool _disposed;

    public Pipe(HostRoot root, string source)
    {
        Root = root;
        Source = source;
    }

    public string ContextDescription => Source;

    public void Send(TMessage msg)
    {
        if (msg is ChannelMessage message)
        {
            Root.Dispatch(Source, message);
        }
    }

    public TException Process<TException>(TException ex)
        where TException : Exception
        => HostRoot.Mark(ex, Source);

    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            Finish();
        }
    }

    protected virtual void Finish()
    {
    }
}
