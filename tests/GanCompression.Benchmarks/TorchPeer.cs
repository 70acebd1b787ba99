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
        // Debian's python3-torch belongs to /usr/bin/python3; another python3 may come first on the path.
        string? python = new[] { "python3", "/usr/bin/python3" }.FirstOrDefault(HasTorch);
        if (python is null)
            return null;
        DirectoryInfo folder = Directory.CreateTempSubdirectory("gancompression-bench-");
        Save(networks.Generator, Path.Combine(folder.FullName, "generator"));
        Save(networks.Discriminator, Path.Combine(folder.FullName, "discriminator"));
        Save(networks.Student, Path.Combine(folder.FullName, "student"));
        for (int i = 0; i < networks.Adaptors.Length; i++)
            Save(networks.Adaptors[i], Path.Combine(folder.FullName, FormattableString.Invariant($"adaptor_{i}")));
        File.WriteAllLines(Path.Combine(folder.FullName, "features.txt"), BenchmarkNetworks.FeatureNodes);
        var start = new ProcessStartInfo(python) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Peers", "torch_peer.py"));
        start.ArgumentList.Add(folder.FullName);

        // One thread also inside the BLAS library, which has its own pool.
        start.Environment["OMP_NUM_THREADS"] = "1";
        start.Environment["OPENBLAS_NUM_THREADS"] = "1";
        Process process = Process.Start(start) ?? throw new InvalidOperationException($"{python} did not start.");
        string version = process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The PyTorch peer ended before it was ready; its error is above.");
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
        _process.StandardInput.Close();
        if (!_process.WaitForExit(TimeSpan.FromSeconds(10)))
            _process.Kill();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private static void Save(Network network, string path)
    {
        File.WriteAllText(path + ".json", network.Graph.ToJson());
        NpzFile.Write(path + ".npz", network.Weights);
    }

    private static bool HasTorch(string python)
    {
        try
        {
            using Process? process = Process.Start(new ProcessStartInfo(python, ["-c", "import torch, numpy"]) { RedirectStandardError = true });
            process?.WaitForExit();
            return process?.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
