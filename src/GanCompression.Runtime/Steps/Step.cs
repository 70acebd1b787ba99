namespace GanCompression.Runtime;

/// <summary>One pass over memory: the unit in which a plan is executed. Everything is resolved to addresses before it runs.</summary>
internal abstract unsafe class Step
{
    /// <summary>The buffers that it reads and writes.</summary>
    public abstract IEnumerable<PlaneBuffer> Buffers { get; }

    /// <summary>Resolves addresses, once the arena exists.</summary>
    public abstract void Bind(float* arena);

    /// <summary>Computes. Allocates nothing.</summary>
    public abstract void Run();
}
