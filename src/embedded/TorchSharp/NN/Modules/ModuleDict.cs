using System.Collections;
using System.Diagnostics.CodeAnalysis;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>Modules by name, in the order in which they were added.</summary>
public class ModuleDict<T> : Module, IDictionary<string, T>, IList<(string, T)>
    where T : Module
{
    private readonly List<(string Name, T Module)> _pairs = [];

    public ModuleDict()
        : base("ModuleDict")
    {
    }

    public int Count => _pairs.Count;

    public bool IsReadOnly => false;

    public ICollection<string> Keys => keys().ToList();

    public ICollection<T> Values => values().ToList();

    public T this[string key]
    {
        get => TryGetValue(key, out var module) ? module : throw new KeyNotFoundException($"There is no module '{key}'; there are {string.Join(", ", keys())}.");
        set
        {
            var position = _pairs.FindIndex(pair => pair.Name == key);
            if (position < 0)
                _pairs.Add((key, value));
            else
                _pairs[position] = (key, value);
            Register();
        }
    }

    public (string, T) this[int index]
    {
        get => _pairs[index];
        set
        {
            _pairs[index] = value;
            Register();
        }
    }

    public void Add(string key, T value)
    {
        if (ContainsKey(key))
            throw new ArgumentException($"There is a module '{key}' already.", nameof(key));
        _pairs.Add((key, value));
        Register();
    }

    public void Add((string, T) item) => Add(item.Item1, item.Item2);

    public void Add(KeyValuePair<string, T> item) => Add(item.Key, item.Value);

    public bool ContainsKey(string key) => _pairs.Exists(pair => pair.Name == key);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out T value)
    {
        var position = _pairs.FindIndex(pair => pair.Name == key);
        value = position < 0 ? null : _pairs[position].Module;
        return position >= 0;
    }

    public bool Remove(string key)
    {
        var removed = _pairs.RemoveAll(pair => pair.Name == key) > 0;
        Register();
        return removed;
    }

    public bool Remove((string, T) item) => Contains(item) && Remove(item.Item1);

    public bool Remove(KeyValuePair<string, T> item) => Remove((item.Key, item.Value));

    public void RemoveAt(int index)
    {
        _pairs.RemoveAt(index);
        Register();
    }

    public void Insert(int index, (string, T) item)
    {
        if (ContainsKey(item.Item1))
            throw new ArgumentException($"There is a module '{item.Item1}' already.", nameof(item));
        _pairs.Insert(index, item);
        Register();
    }

    public void Clear()
    {
        _pairs.Clear();
        Register();
    }

    public bool Contains((string, T) item) => IndexOf(item) >= 0;

    public bool Contains(KeyValuePair<string, T> item) => Contains((item.Key, item.Value));

    public int IndexOf((string, T) item) => _pairs.FindIndex(pair => pair.Name == item.Item1 && ReferenceEquals(pair.Module, item.Item2));

    public void CopyTo((string, T)[] array, int arrayIndex) => _pairs.CopyTo(array, arrayIndex);

    public void CopyTo(KeyValuePair<string, T>[] array, int arrayIndex)
    {
        for (var i = 0; i < _pairs.Count; i++)
            array[arrayIndex + i] = new KeyValuePair<string, T>(_pairs[i].Name, _pairs[i].Module);
    }

    public IEnumerable<string> keys() => _pairs.Select(pair => pair.Name);

    public IEnumerable<T> values() => _pairs.Select(pair => pair.Module);

    public IEnumerator<(string, T)> items() => GetEnumerator();

    public IEnumerator<(string, T)> GetEnumerator() => _pairs.Select(pair => (pair.Name, pair.Module)).GetEnumerator();

    IEnumerator<KeyValuePair<string, T>> IEnumerable<KeyValuePair<string, T>>.GetEnumerator() =>
        _pairs.Select(pair => new KeyValuePair<string, T>(pair.Name, pair.Module)).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    protected override void RegisterComponents() => Register();

    private void Register()
    {
        ClearChildren();
        foreach (var (name, module) in _pairs)
            register_module(name, module);
    }
}
