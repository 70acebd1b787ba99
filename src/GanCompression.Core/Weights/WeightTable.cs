using System.Collections;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace GanCompression;

/// <summary>An immutable table of tensors by name, in a fixed order: the weights that go with a <see cref="LayerGraph"/>.</summary>
public sealed class WeightTable : IReadOnlyDictionary<string, WeightTensor>
{
    private readonly ImmutableArray<KeyValuePair<string, WeightTensor>> _entries;
    private readonly Dictionary<string, WeightTensor> _byName;

    /// <summary>Creates a table that keeps the order of its entries.</summary>
    /// <param name="entries">Names and tensors; names must differ.</param>
    /// <exception cref="ArgumentException">A name comes twice.</exception>
    public WeightTable(IEnumerable<KeyValuePair<string, WeightTensor>> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        _entries = [.. entries];
        _byName = new Dictionary<string, WeightTensor>(_entries.Length, StringComparer.Ordinal);
        foreach ((string name, WeightTensor tensor) in _entries)
        {
            if (!_byName.TryAdd(name, tensor ?? throw new ArgumentException($"Tensor '{name}' is null.", nameof(entries))))
                throw new ArgumentException($"Tensor '{name}' comes twice.", nameof(entries));
        }
    }

    /// <inheritdoc/>
    public int Count => _entries.Length;

    /// <inheritdoc/>
    public IEnumerable<string> Keys => _entries.Select(entry => entry.Key);

    /// <inheritdoc/>
    public IEnumerable<WeightTensor> Values => _entries.Select(entry => entry.Value);

    /// <summary>The tensor of a name.</summary>
    /// <param name="key">The name.</param>
    /// <exception cref="KeyNotFoundException">There is no such tensor.</exception>
    public WeightTensor this[string key] =>
        _byName.TryGetValue(key, out WeightTensor? tensor) ? tensor : throw new KeyNotFoundException($"There is no tensor named '{key}' among the {Count} weights.");

    /// <inheritdoc/>
    public bool ContainsKey(string key) => _byName.ContainsKey(key);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out WeightTensor value) => _byName.TryGetValue(key, out value);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, WeightTensor>> GetEnumerator() => ((IEnumerable<KeyValuePair<string, WeightTensor>>)_entries).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The table in the order of a graph's parameters and with nothing else, as float32.</summary>
    /// <param name="graph">The network that the weights are for.</param>
    /// <exception cref="FormatException">Lists every missing, unexpected and mismatched entry.</exception>
    public WeightTable For(LayerGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var missing = new List<string>();
        var mismatched = new List<string>();
        var entries = new List<KeyValuePair<string, WeightTensor>>(graph.Parameters.Length);
        foreach (ParameterSpec spec in graph.Parameters)
        {
            if (!_byName.TryGetValue(spec.Name, out WeightTensor? tensor))
                missing.Add(spec.Name);
            else if (!tensor.Shape.AsSpan().SequenceEqual(spec.Shape.AsSpan()))
                mismatched.Add($"{spec.Name} (expected [{string.Join(", ", spec.Shape)}], got [{string.Join(", ", tensor.Shape)}])");
            else
                entries.Add(new(spec.Name, tensor.ToFloat32()));
        }

        var expected = graph.Parameters.Select(spec => spec.Name).ToHashSet(StringComparer.Ordinal);
        List<string> unexpected = [.. Keys.Where(name => !expected.Contains(name) && !IsBookkeeping(name, graph))];
        if (missing.Count + mismatched.Count + unexpected.Count == 0)
            return new WeightTable(entries);

        var message = new StringBuilder($"The weights do not fit '{graph.Architecture}'.");
        Append("Missing", missing);
        Append("Unexpected", unexpected);
        Append("Mismatched", mismatched);
        throw new FormatException(message.ToString());

        void Append(string what, List<string> names)
        {
            if (names.Count > 0)
                message.Append(System.Globalization.CultureInfo.InvariantCulture, $" {what} ({names.Count}): {string.Join(", ", names)}.");
        }
    }

    /// <summary>SHA-256 over names, types, shapes and values: equal tables have equal fingerprints.</summary>
    public string Fingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach ((string name, WeightTensor tensor) in _entries)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{name}\n{tensor}\n"));
            hash.AppendData(tensor.Bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    // PyTorch's batch norm counts its batches; nothing reads the number. Instance norm may carry running statistics in old checkpoints.
    private static bool IsBookkeeping(string name, LayerGraph graph)
    {
        int dot = name.LastIndexOf('.');
        if (dot < 0)
            return false;
        string node = name[..dot];
        return name[(dot + 1)..] switch
        {
            "num_batches_tracked" => graph.HasNode(node) && graph.Node(node).Layer is BatchNorm2d or InstanceNorm2d,
            "running_mean" or "running_var" => graph.HasNode(node) && graph.Node(node).Layer is InstanceNorm2d,
            _ => false,
        };
    }
}
