using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using GanCompression.Runtime;
using GanCompression.Tool.Benchmarking;

namespace GanCompression.Benchmarks;

/// <summary>PyTorch in a process of its own, on the same graph and weights.</summary>
internal sealed class PyTorchEngine : IInferenceEngine
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gancompression-bench-");
    private readonly Process _process;
    private readonly string _path;

    public PyTorchEngine(BenchmarkedModel model, int threads, float[] source)
    {
        Threads = threads;
        _path = Path.Combine(_folder.FullName, "generator");
        File.WriteAllText(_path + ".json", model.Network.Graph.ToJson());
        NpzFile.Write(_path + ".npz", model.Network.Weights);
        File.WriteAllBytes(_path + ".in", MemoryMarshal.AsBytes(source.AsSpan()));
        _process = PythonWithTorch.Start("torch_inference.py", threads, [_path, FormattableString.Invariant($"{model.ImageSize}"), FormattableString.Invariant($"{threads}")], out string version);
        Name = $"PyTorch {version}";
    }

    public string Name { get; }

    public int Threads { get; }

    public float[] Compute() => MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(_path + ".out")).ToArray();

    public void Run(LatencyRecorder recorder)
    {
        _process.StandardInput.WriteLine();
        _process.StandardInput.Flush();
        string answer = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The PyTorch peer ended; its error is above.");
        long[] nanoseconds = Array.ConvertAll(answer.Split(' '), text => long.Parse(text, CultureInfo.InvariantCulture));
        recorder.Add(TimeSpan.FromMicroseconds(nanoseconds[0] / 1000.0), TimeSpan.FromMicroseconds(nanoseconds[1] / 1000.0));
    }

    public void Dispose()
    {
        PythonWithTorch.End(_process);
        _folder.Delete(recursive: true);
    }
}
