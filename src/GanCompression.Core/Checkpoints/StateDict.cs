namespace GanCompression;

/// <summary>Finds the one dictionary of tensors in what a checkpoint holds.</summary>
internal sealed class StateDict
{
    private const int MaxDepth = 8;
    private const int MaxListed = 20;
    private const string DataParallelPrefix = "module.";
    private const string Cure = "Save the weights alone: torch.save(model.state_dict(), path).";

    private readonly string _path;
    private readonly PickleDictionary _dictionary;
    private readonly int _tensors;
    private readonly bool _hasArrays;

    private StateDict(string path, PickleDictionary dictionary)
    {
        _path = path;
        _dictionary = dictionary;
        _tensors = dictionary.Entries.Count(entry => entry.Value is TorchTensor);
        _hasArrays = dictionary.Entries.Any(entry => entry.Value is TorchTensor { Shape.IsEmpty: false });
    }

    /// <summary>The tensors of the state_dict, by name and in order; without the prefix of data-parallel training.</summary>
    /// <param name="root">What the checkpoint holds.</param>
    /// <param name="entry">Path of the state_dict in it, such as <c>state_dict</c> or <c>models/generator</c>; null for the only one there is.</param>
    /// <param name="source">The checkpoint's name for messages.</param>
    public static IReadOnlyList<KeyValuePair<string, TorchTensor>> Find(object? root, string? entry, string source)
    {
        if (root is not PickleDictionary dictionary)
            throw FileErrors.Unsupported(source, $"expected a state_dict, but it holds {Describe(root)}. {Cure}");
        List<StateDict> all = Collect(dictionary);
        if (entry is null)
            return dictionary.Count == 0 ? [] : Only(all, dictionary, source).Tensors(source);
        StateDict? named = all.Find(candidate => candidate._path == entry && candidate._tensors > 0);
        return named?.Tensors(source) ?? throw FileErrors.Unsupported(source, $"it has no state_dict '{entry}'. {Content(all, dictionary)}");
    }

    // Every dictionary that is reached by texts, each once: dictionaries may be shared and even contain themselves.
    private static List<StateDict> Collect(PickleDictionary root)
    {
        var found = new List<StateDict> { new(string.Empty, root) };
        var seen = new HashSet<PickleDictionary>(ReferenceEqualityComparer.Instance) { root };
        for (int begin = 0, depth = 0; depth < MaxDepth && begin < found.Count; depth++)
        {
            int end = found.Count;
            for (; begin < end; begin++)
            {
                StateDict parent = found[begin];
                foreach ((object key, object? value) in parent._dictionary.Entries)
                {
                    if (key is string name && value is PickleDictionary child && seen.Add(child))
                        found.Add(new StateDict(parent._path.Length == 0 ? name : $"{parent._path}/{name}", child));
                }
            }
        }

        return found;
    }

    private static StateDict Only(List<StateDict> all, PickleDictionary root, string source)
    {
        // Numbers such as a best score are tensors without extents; they make a dictionary a state_dict only where nothing else does.
        List<StateDict> candidates = all.FindAll(candidate => candidate._hasArrays);
        if (candidates.Count == 0)
            candidates = all.FindAll(candidate => candidate._tensors > 0);
        return candidates.Count switch
        {
            1 => candidates[0],
            0 => throw FileErrors.Unsupported(source, $"it holds no state_dict. {Content(all, root)} {Cure}"),
            _ => throw FileErrors.Unsupported(source, $"it holds several state_dicts. {Content(all, root)} Give the name of one of them as entry."),
        };
    }

    private List<KeyValuePair<string, TorchTensor>> Tensors(string source)
    {
        var tensors = new List<KeyValuePair<string, TorchTensor>>(_tensors);
        var others = new List<string>();
        foreach ((object key, object? value) in _dictionary.Entries)
        {
            if (key is string name && value is TorchTensor tensor)
                tensors.Add(new(name, tensor));
            else
                others.Add($"'{key}' ({Describe(value)})");
        }

        if (others.Count > 0)
        {
            string where = _path.Length == 0 ? "its state_dict" : $"its state_dict '{_path}'";
            throw FileErrors.Unsupported(source, FormattableString.Invariant($"{where} holds {tensors.Count} tensors and {others.Count} other entries: {List(others)}. {Cure}"));
        }

        return tensors.TrueForAll(entry => entry.Key.StartsWith(DataParallelPrefix, StringComparison.Ordinal))
            ? tensors.ConvertAll(entry => KeyValuePair.Create(entry.Key[DataParallelPrefix.Length..], entry.Value))
            : tensors;
    }

    private static string Content(List<StateDict> all, PickleDictionary root)
    {
        List<string> found = all.FindAll(candidate => candidate._tensors > 0).ConvertAll(candidate =>
            FormattableString.Invariant($"'{candidate._path}' ({candidate._tensors} {(candidate._tensors == 1 ? "tensor" : "tensors")})"));
        string keys = root.Count == 0 ? "It is empty." : $"Its entries are {List([.. root.Entries.Select(entry => $"'{entry.Key}' ({Describe(entry.Value)})")])}.";
        return found.Count == 0 ? keys : $"{keys} There are tensors in {List(found)}.";
    }

    private static string List(List<string> names) => names.Count <= MaxListed
        ? string.Join(", ", names)
        : FormattableString.Invariant($"{string.Join(", ", names.Take(MaxListed))} and {names.Count - MaxListed} more");

    private static string Describe(object? value) => value switch
    {
        null => "nothing",
        bool => "a truth value",
        long or System.Numerics.BigInteger or double => "a number",
        string => "a text",
        byte[] => "bytes",
        object?[] => "a tuple",
        List<object?> => "a list",
        PickleDictionary => "a dictionary",
        TorchTensor => "a tensor",
        _ => "something else",
    };
}
