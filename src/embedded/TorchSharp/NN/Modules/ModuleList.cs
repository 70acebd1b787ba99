using System.Collections;
using System.Globalization;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>Modules by number.</summary>
public class ModuleList<T> : Module, IList<T>
    where T : Module
{
    private readonly List<T> _list = [];

    public ModuleList(params T[] modules)
        : base("ModuleList")
    {
        _list.AddRange(modules);
        Register();
    }

    public int Count => _list.Count;

    public bool IsReadOnly => false;

    public T this[int index]
    {
        get => _list[index];
        set
        {
            _list[index] = value;
            Register();
        }
    }

    public void Add(T item)
    {
        _list.Add(item);
        Register();
    }

    public void append(params T[] parameters)
    {
        _list.AddRange(parameters);
        Register();
    }

    public void extend(IEnumerable<T> modules)
    {
        _list.AddRange(modules);
        Register();
    }

    public void Insert(int index, T item)
    {
        _list.Insert(index, item);
        Register();
    }

    public bool Remove(T item)
    {
        var removed = _list.Remove(item);
        Register();
        return removed;
    }

    public void RemoveAt(int index)
    {
        _list.RemoveAt(index);
        Register();
    }

    public void Clear()
    {
        _list.Clear();
        Register();
    }

    public bool Contains(T item) => _list.Contains(item);

    public int IndexOf(T item) => _list.IndexOf(item);

    public void CopyTo(T[] array, int arrayIndex) => _list.CopyTo(array, arrayIndex);

    public IEnumerator<T> GetEnumerator() => _list.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _list.GetEnumerator();

    protected override void RegisterComponents() => Register();

    private void Register()
    {
        ClearChildren();
        for (var i = 0; i < _list.Count; i++)
            register_module(i.ToString(CultureInfo.InvariantCulture), _list[i]);
    }
}
