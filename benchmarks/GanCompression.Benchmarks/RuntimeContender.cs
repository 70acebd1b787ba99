using System.Diagnostics;
using GanCompression.Runtime;

namespace GanCompression.Benchmarks;

/// <summary>The product's inference engine.</summary>
internal sealed class RuntimeContender(Network generator) : IContender
{
    private readonly Dictionary<int, CompiledNetwork> _compiled = [];

    public string Name => "Runtime";

    public bool Supports(Operation operation) => operation == Operation.Forward;

    public TimeSpan Run(Operation operation, int imageSize, int batchSize)
    {
        if (!_compiled.TryGetValue(imageSize, out CompiledNetwork? network))
            _compiled[imageSize] = network = CompiledNetwork.Compile(generator, imageSize, imageSize);
        float[] source = RandomImages.Create(network.InputShape.Elements);
        var target = new float[network.OutputShape.Elements];
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < batchSize; i++)
            network.Run(source, target);
        return Stopwatch.GetElapsedTime(start);
    }

    public void Dispose() => _compiled.Clear();
}
