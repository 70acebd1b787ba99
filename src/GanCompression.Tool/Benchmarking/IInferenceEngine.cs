using GanCompression.Runtime;

namespace GanCompression.Tool.Benchmarking;

/// <summary>Something that runs one generator, ready for one image size and a number of threads.</summary>
internal interface IInferenceEngine : IDisposable
{
    /// <summary>Name in the table.</summary>
    string Name { get; }

    /// <summary>Threads that work on one image.</summary>
    int Threads { get; }

    /// <summary>The result for the image that it was made with.</summary>
    float[] Compute();

    /// <summary>Runs once without counting, to warm up, then once for the recorder.</summary>
    void Run(LatencyRecorder recorder);
}
