namespace GanCompression.Benchmarks;

/// <summary>Something that runs an operation once and says how long it took.</summary>
internal interface IContender : IDisposable
{
    /// <summary>Name in the table.</summary>
    string Name { get; }

    /// <summary>Whether it can run the operation at all.</summary>
    bool Supports(Operation operation);

    /// <summary>Runs the operation once on random images.</summary>
    TimeSpan Run(Operation operation, int imageSize, int batchSize);
}
