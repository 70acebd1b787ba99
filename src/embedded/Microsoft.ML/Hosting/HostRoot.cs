namespace Microsoft.ML.Runtime;

/// <summary>What all hosts of one context share.</summary>
internal sealed class HostRoot
{
    public HostRoot(int? seed)
    {
        Seed = seed;
    }

    public int? Seed { get; }

    public ComponentCatalog ComponentCatalog { get; } = new();

    public Action<string, ChannelMessage> Listener { get; set; }

    public void Dispatch(string source, ChannelMessage message) => Listener?.Invoke(source, message);

    public static TException Mark<TException>(TException ex, string component)
        where TException : Exception
    {
        if (ex != null)
        {
            ex.Data["Throwing component"] = component ?? "Environment";
        }

        return ex;
    }
}
