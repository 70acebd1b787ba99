using System.Diagnostics.CodeAnalysis;

namespace GanCompression;

/// <summary>A Python dictionary from a pickle, in the order in which it was filled. Keys are texts or whole numbers.</summary>
internal sealed class PickleDictionary
{
    // Every tensor of a checkpoint brings an empty dictionary with it.
    private OrderedDictionary<object, object?>? _entries;

    /// <summary>Number of entries.</summary>
    public int Count => _entries?.Count ?? 0;

    /// <summary>The entries, in order.</summary>
    public IEnumerable<KeyValuePair<object, object?>> Entries => _entries ?? [];

    /// <summary>Adds an entry; false if the key is there already.</summary>
    public bool TryAdd(object key, object? value) => (_entries ??= []).TryAdd(key, value);

    /// <summary>Finds an entry.</summary>
    public bool TryGetValue(object key, [MaybeNullWhen(false)] out object? value)
    {
        value = null;
        return _entries is not null && _entries.TryGetValue(key, out value);
    }
}
