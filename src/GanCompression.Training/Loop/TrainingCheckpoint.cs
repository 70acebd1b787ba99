using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace GanCompression.Training;

/// <summary>
/// The checkpoint of one stage: a safetensors file with the weights, the optimisers' states and the position, which is replaced
/// atomically. Its folder belongs to one run at a time.
/// </summary>
internal sealed class TrainingCheckpoint : IDisposable
{
    private const string Format = "gan-compression training 1";
    private const string PositionName = "position/epoch_loss_sums";

    private readonly string _path;
    private readonly FileStream _lock;
    private readonly string _stage;
    private readonly SortedDictionary<string, string> _options;
    private readonly string _data;

    private TrainingCheckpoint(string path, FileStream ownership, string stage, SortedDictionary<string, string> options, string data)
    {
        _path = path;
        _lock = ownership;
        _stage = stage;
        _options = options;
        _data = data;
    }

    /// <summary>Takes possession of the stage's folder in the given one.</summary>
    /// <exception cref="InvalidOperationException">Another run uses it.</exception>
    public static TrainingCheckpoint Open(string folder, string stage, SortedDictionary<string, string> options, string data)
    {
        string own = Path.Combine(folder, stage);
        Directory.CreateDirectory(own);
        FileStream ownership;
        try
        {
            ownership = new FileStream(Path.Combine(own, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new InvalidOperationException($"The checkpoint folder '{own}' cannot be locked; it may be in use by another run: {e.Message} Wait for that run, or set another CheckpointFolder.", e);
        }

        // What a killed run was writing; the lock says that nobody writes now.
        foreach (string leftover in Directory.EnumerateFiles(own, "*.tmp"))
            File.Delete(leftover);
        return new TrainingCheckpoint(Path.Combine(own, "checkpoint.safetensors"), ownership, stage, options, data);
    }

    /// <summary>Writes weights, optimisers and position.</summary>
    public void Save(TrainingTask task, IReadOnlyDictionary<string, WeightTable> weights, TrainingState state)
    {
        var tensors = new List<KeyValuePair<string, WeightTensor>>();
        foreach ((string name, WeightTable table) in weights)
            tensors.AddRange(table.Select(entry => new KeyValuePair<string, WeightTensor>($"{name}/{entry.Key}", entry.Value)));
        foreach (NetworkOptimizer optimizer in task.Optimizers)
            tensors.AddRange(optimizer.ExportState());
        tensors.AddRange(task.ExportState());
        tensors.Add(new(PositionName, WeightTensor.FromBytes(ElementType.Float64, MemoryMarshal.AsBytes<double>(state.EpochSums), state.EpochSums.Length)));
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["format"] = Format,
            ["stage"] = _stage,
            ["options"] = JsonSerializer.Serialize(_options),
            ["options_sha256"] = Hash(_options),
            ["data"] = _data,
            ["step"] = state.Step.ToString(CultureInfo.InvariantCulture),
            ["epoch_steps"] = state.EpochSteps.ToString(CultureInfo.InvariantCulture),
            ["elapsed_ticks"] = state.Elapsed.Ticks.ToString(CultureInfo.InvariantCulture),
        };
        AtomicFile.Write(_path, stream => Safetensors.Write(stream, new WeightTable(tensors), metadata));
    }

    /// <summary>Brings back the last checkpoint, if there is one.</summary>
    /// <exception cref="InvalidOperationException">It was made with other options or images.</exception>
    /// <exception cref="FormatException">The file is damaged.</exception>
    public void Restore(TrainingTask task, TrainingState state)
    {
        if (!File.Exists(_path))
            return;
        try
        {
            (WeightTable tensors, IReadOnlyDictionary<string, string> metadata) = Safetensors.ReadWithMetadata(_path);
            if (!metadata.TryGetValue("format", out string? format) || format != Format)
                throw new FormatException($"its format is '{format}', and '{Format}' was expected.");
            CheckMatch(metadata);
            foreach ((string name, TrainableNetwork network) in task.Networks)
                network.ImportWeights(Part(tensors, $"{name}/"));
            foreach (NetworkOptimizer optimizer in task.Optimizers)
                optimizer.ImportState(tensors);
            task.ImportState(tensors);
            MemoryMarshal.Cast<byte, double>(tensors[PositionName].Bytes).CopyTo(state.EpochSums);
            state.Step = Number(metadata, "step");
            state.EpochSteps = Number(metadata, "epoch_steps");
            state.Elapsed = TimeSpan.FromTicks(Number(metadata, "elapsed_ticks"));
        }
        catch (Exception e) when (e is FormatException or KeyNotFoundException or JsonException or ArgumentException)
        {
            throw new FormatException($"The checkpoint '{_path}' cannot be continued: {e.Message} Delete it to start again, or set another CheckpointFolder.", e);
        }
    }

    public void Dispose() => _lock.Dispose();

    private void CheckMatch(IReadOnlyDictionary<string, string> metadata)
    {
        if (metadata["options_sha256"] != Hash(_options))
        {
            var theirs = JsonSerializer.Deserialize<SortedDictionary<string, string>>(metadata["options"]) ?? [];
            IEnumerable<string> differences = theirs.Keys.Union(_options.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal)
                .Where(name => theirs.GetValueOrDefault(name) != _options.GetValueOrDefault(name))
                .Select(name => $"{name} was {theirs.GetValueOrDefault(name) ?? "not set"} and is {_options.GetValueOrDefault(name) ?? "not set"}");
            throw new InvalidOperationException(
                $"The checkpoint '{_path}' was made with other options: {string.Join("; ", differences)}. Use the same options, set another CheckpointFolder, or delete the file to start again.");
        }

        if (metadata["data"] != _data)
        {
            throw new InvalidOperationException(
                $"The checkpoint '{_path}' was made with other images: their fingerprint was {metadata["data"]} and is {_data}. Use the same images, set another CheckpointFolder, or delete the file to start again.");
        }
    }

    private static WeightTable Part(WeightTable tensors, string prefix) =>
        new(tensors.Where(entry => entry.Key.StartsWith(prefix, StringComparison.Ordinal)).Select(entry => new KeyValuePair<string, WeightTensor>(entry.Key[prefix.Length..], entry.Value)));

    private static long Number(IReadOnlyDictionary<string, string> metadata, string name) =>
        long.Parse(metadata[name], NumberStyles.None, CultureInfo.InvariantCulture);

    private static string Hash(SortedDictionary<string, string> options) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(options))));
}
