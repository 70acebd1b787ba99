using System.Diagnostics;
using System.Globalization;

namespace GanCompression.Benchmarks;

/// <summary>PyTorch in a process of its own, which interprets the same layer graphs on the same weights.</summary>
internal sealed class TorchPeer : IContender
{
    private readonly Process _process;
    private readonly DirectoryInfo _folder;

    private TorchPeer(Process process, DirectoryInfo folder, string version)
    {
        _process = process;
        _folder = folder;
        Name = $"PyTorch {version}";
    }

    public string Name { get; }

    /// <summary>Starts the peer with the first Python that has torch and NumPy; null where there is none.</summary>
    public static TorchPeer? TryStart(BenchmarkNetworks networks)
    {
        if (!PythonWithTorch.IsInstalled)
            return null;
        DirectoryInfo folder = Directory.CreateTempSubdirectory("gancompression-bench-");
        Save(networks.Generator, Path.Combine(folder.FullName, "generator"));
        Save(networks.Discriminator, Path.Combine(folder.FullName, "discriminator"));
        Save(networks.Student, Path.Combine(folder.FullName, "student"));
        for (int i = 0; i < networks.Adaptors.Length; i++)
            Save(networks.Adaptors[i], Path.Combine(folder.FullName, FormattableString.Invariant($"adaptor_{i}")));
        File.WriteAllLines(Path.Combine(folder.FullName, "features.txt"), BenchmarkNetworks.FeatureNodes);
        Process process = PythonWithTorch.Start("torch_peer.py", threads: 1, [folder.FullName], out string version);
        return new TorchPeer(process, folder, version);
    }

    public bool Supports(Operation operation) => true;

    public TimeSpan Run(Operation operation, int imageSize, int batchSize)
    {
        string verb = operation.ToString().ToLowerInvariant();
        _process.StandardInput.WriteLine(FormattableString.Invariant($"{verb} {imageSize} {batchSize}"));
        _process.StandardInput.Flush();
        string answer = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The PyTorch peer ended; its error is above.");
        return TimeSpan.FromMicroseconds(long.Parse(answer, CultureInfo.InvariantCulture) / 1000.0);
    }

    public void Dispose()
    {
        PythonWithTorch.End(_process);
        _folder.Delete(recursive: true);
    }

    private static void Save(Network network, string path)
    {
        File.WriteAllText(path + ".json", network.Graph.ToJson());
        NpzFile.Write(path + ".npz", network.Weights);
    }
}
