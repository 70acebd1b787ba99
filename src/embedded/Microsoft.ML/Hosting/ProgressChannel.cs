namespace Microsoft.ML.Runtime;

/// <summary>Accepts progress and shows it nowhere, as a context does.</summary>
internal sealed class ProgressChannel : IProgressChannel
{
    public IProgressChannel StartProgressChannel(string name)
    {
        Errors.CheckNonEmpty(name, nameof(name));
        return new ProgressChannel();
    }

    public void SetHeader(ProgressHeader header, Action<IProgressEntry> fillAction)
    {
    }

    public void Checkpoint(params double?[] values)
    {
    }

    public void Dispose()
    {
    }
}
