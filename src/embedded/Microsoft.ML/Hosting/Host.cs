namespace Microsoft.ML.Runtime;

/// <summary>One component's place in the environment: its name, its random numbers, its channels.</summary>
internal sealed class Host : IHost
{
    private readonly HostRoot _root;
    private readonly Host _parent;
    private readonly Lock _lock = new();

    private Host(HostRoot root, Host parent, string name, string prefix, Random rand)
    {
        _root = root;
        _parent = parent;
        FullName = Join(prefix, name);
        Rand = rand;
    }

    public string FullName { get; }

    public Random Rand { get; }

    public ComponentCatalog ComponentCatalog => _root.ComponentCatalog;

    public string ContextDescription => FullName ?? "HostEnvironment";

    internal int? Seed => _root.Seed;

    internal HostRoot Root => _root;

    /// <summary>The environment itself: the host that has no name.</summary>
    public static Host CreateEnvironment(HostRoot root)
        => new(root, null, null, null, root.Seed is int seed ? new Random(seed) : new Random());

    public IHost Register(string name, int? seed = null, bool? verbose = null)
    {
        Errors.CheckNonEmpty(name, nameof(name));
        Random rand;
        lock (_lock)
        {
            rand = new Random(seed ?? Rand.Next());
        }

        // As in ML.NET, a component's name is prefixed with its grandparent's: "Estimator; Channel", not "Environment; Estimator; Channel".
        return new Host(_root, this, name, _parent?.FullName, rand);
    }

    public IChannel Start(string name) => new Channel(_root, Join(FullName, name));

    public IPipe<TMessage> StartPipe<TMessage>(string name) => new Pipe<TMessage>(_root, Join(FullName, name));

    public IProgressChannel StartProgressChannel(string name)
    {
        Errors.CheckNonEmpty(name, nameof(name));
        return new ProgressChannel();
    }

    public TException Process<TException>(TException ex)
        where TException : Exception
        => HostRoot.Mark(ex, FullName);

    private static string Join(string prefix, string name)
        => string.IsNullOrEmpty(prefix) ? name : string.IsNullOrEmpty(name) ? prefix : $"{prefix}; {name}";
}
