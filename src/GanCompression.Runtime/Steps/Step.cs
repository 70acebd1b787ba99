namespace GanCompression.Runtime;

/// <summary>One pass over memory: the unit in which a plan is executed. Everything is resolved to addresses before it runs.</summary>
internal abstract unsafe class Step
{
    /// <summary>What it does, for those who read a profile.</summary>
    public required StepWork Work { get; init; }

    /// <summary>The buffers that it reads and writes.</summary>
    public abstract IEnumerable<PlaneBuffer> Buffers { get; }

    /// <summary>Into how many parts it can be divided that may run at the same time.</summary>
    public abstract int MaxParts { get; }

    /// <summary>Resolves addresses, once the arena exists.</summary>
    public abstract void Bind(float* arena);

    /// <summary>What is done before the first part.</summary>
    public virtual void Start()
    {
    }

    /// <summary>Computes one part. Allocates nothing.</summary>
    /// <param name="part">Index of the part.</param>
    /// <param name="parts">Number of parts.</param>
    public abstract void RunPart(int part, int parts);

    /// <summary>What is done after the last part.</summary>
    public virtual void Complete()
    {
    }

    /// <summary>Computes the whole step.</summary>
    public void Run()
    {
        Start();
        RunPart(0, 1);
        Complete();
    }
}
