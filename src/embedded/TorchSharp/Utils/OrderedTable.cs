using System.Diagnostics.CodeAnalysis;

namespace TorchSharp.Utils;

/// <summary>Names and values in the order in which the names were first added.</summary>
internal sealed class OrderedTable<T>
{
    private readonly Dictionary<string, int> _positions = [];
    private readonly List<(string Name, T Value)> _pairs = [];

    /// <summary>The pairs as they are now; changing the table does not disturb the enumeration.</summary>
    internal IReadOnlyList<(string Name, T Value)> Pairs => _pairs.ToArray();

    internal T this[string name]
    {
        set
        {
            if (_positions.TryGetValue(name, out var position))
                _pairs[position] = (name, value);
            else
                TryAdd(name, value);
        }
    }

    internal bool Contains(string name) => _positions.ContainsKey(name);

    internal bool TryGet(string name, [MaybeNullWhen(false)] out T value)
    {
        var found = _positions.TryGetValue(name, out var position);
        value = found ? _pairs[position].Value : default;
        return found;
    }

    internal bool TryAdd(string name, T value)
    {
        if (!_positions.TryAdd(name, _pairs.Count))
            return false;
        _pairs.Add((name, value));
        return true;
    }

    internal void Remove(string name)
    {
        if (!_positions.Remove(name, out var position))
            return;
        _pairs.RemoveAt(position);
        for (var i = position; i < _pairs.Count; i++)
            _positions[_pairs[i].Name] = i;
    }

    internal void Clear()
    {
        _positions.Clear();
        _pairs.Clear();
    }
}
