using System.Collections.Immutable;

namespace GanCompression;

/// <summary>
/// Everything that a pickle of PyTorch may refer to: a short list of globals, and storages. Each is answered by a plain
/// description; whatever is not on the list is refused by name.
/// </summary>
/// <param name="file">The pickle, for messages.</param>
internal sealed class TorchPickleObjects(BoundedReader file)
{
    private const int MaxRank = 64;
    private const string Cure = "Save the weights alone: torch.save(model.state_dict(), path).";
    private readonly Dictionary<string, TorchStorage> _storages = new(StringComparer.Ordinal);

    /// <summary>The storages that the pickle has referred to, by key.</summary>
    public IReadOnlyDictionary<string, TorchStorage> Storages => _storages;

    /// <summary>The global of a name, if it is on the list.</summary>
    /// <param name="module">Its Python module.</param>
    /// <param name="name">Its name there.</param>
    public object Find(string module, string name)
    {
        object? global = module switch
        {
            "collections" when name == "OrderedDict" => PickleFunction.OrderedDictionary,
            "torch._utils" when name is "_rebuild_tensor" or "_rebuild_tensor_v2" => PickleFunction.RebuildTensor,
            "torch._utils" when name == "_rebuild_parameter" => PickleFunction.RebuildParameter,
            "torch" => TorchStorageType.Find(name),
            _ => null,
        };
        return global ?? throw file.Unsupported(
            $"its pickle asks for '{module}.{name}'. A pickle can run any code by naming a function or class; here nothing is run, and only the globals that weights need are accepted: "
            + $"collections.OrderedDict, torch._utils._rebuild_tensor_v2, torch._utils._rebuild_parameter and torch's storages of real and whole numbers such as torch.FloatStorage. {Cure}");
    }

    /// <summary>What a call of a global would give.</summary>
    /// <param name="function">The global.</param>
    /// <param name="arguments">The arguments.</param>
    public object Call(PickleFunction function, object?[] arguments) => function switch
    {
        PickleFunction.OrderedDictionary => Dictionary(arguments),
        PickleFunction.RebuildTensor => Tensor(arguments),
        _ => arguments is [TorchTensor data, ..] ? data : throw file.Damaged("a parameter in its pickle holds no tensor."),
    };

    /// <summary>The storage that a persistent identifier stands for.</summary>
    /// <param name="id">The identifier from the pickle.</param>
    public TorchStorageSlice Load(object? id)
    {
        if (id is not object?[] parts || parts is not ["storage", TorchStorageType type, string key, string, long elements, ..] || parts.Length > 6
            || elements is < 0 or > TorchStorage.MaxElements)
        {
            throw file.Damaged("a reference to a storage in its pickle should be ('storage', type, key, device, number of elements).");
        }

        var storage = new TorchStorage(key, type, elements);
        if (!_storages.TryAdd(key, storage) && _storages[key] != storage)
            throw file.Damaged($"{storage} is declared in two ways in its pickle.");
        if (parts.Length == 5 || parts[5] is null)
            return new TorchStorageSlice(storage, 0, elements);

        // A view of a storage, as PyTorch before 0.4 wrote it: its own key, first element and number of elements.
        if (parts[5] is not object?[] view || view is not [string, long offset, long count] || offset < 0 || count < 0 || offset > elements - count)
            throw file.Damaged($"a view of {storage} in its pickle lies outside it.");
        return new TorchStorageSlice(storage, offset, count);
    }

    /// <summary>Adds an entry to a dictionary.</summary>
    public void AddEntry(PickleDictionary dictionary, object? key, object? value)
    {
        if (key is not (string or long))
            throw file.Unsupported($"a dictionary in its pickle has a key that is neither a text nor a whole number. {Cure}");
        if (!dictionary.TryAdd(key, value))
            throw file.Damaged($"a dictionary in its pickle has two entries '{key}'.");
    }

    private PickleDictionary Dictionary(object?[] arguments)
    {
        var dictionary = new PickleDictionary();
        if (arguments.Length == 0)
            return dictionary;

        // Python 2 passes the entries as a list of pairs.
        if (arguments is not [List<object?> pairs])
            throw file.Damaged("an ordered dictionary in its pickle should be made from nothing or from a list of pairs.");
        foreach (object? pair in pairs)
        {
            switch (pair)
            {
                case List<object?> and [var key, var value]:
                    AddEntry(dictionary, key, value);
                    break;
                case object?[] and [var key, var value]:
                    AddEntry(dictionary, key, value);
                    break;
                default:
                    throw file.Damaged("an ordered dictionary in its pickle should be made from pairs of key and value.");
            }
        }

        return dictionary;
    }

    private TorchTensor Tensor(object?[] arguments)
    {
        if (arguments is not [TorchStorageSlice slice, long offset, object?[] shape, object?[] strides, ..] || shape.Length != strides.Length)
            throw file.Damaged("a tensor in its pickle should be made from a storage, an offset, a shape and as many strides.");
        if (shape.Length > MaxRank)
            throw file.Damaged(FormattableString.Invariant($"a tensor in its pickle has {shape.Length} extents; expected at most {MaxRank}."));
        return new TorchTensor(slice, offset, Numbers(shape), Numbers(strides));
    }

    private ImmutableArray<long> Numbers(object?[] values)
    {
        var numbers = ImmutableArray.CreateBuilder<long>(values.Length);
        foreach (object? value in values)
            numbers.Add(value is long number ? number : throw file.Damaged("an extent or stride of a tensor in its pickle is not a whole number."));
        return numbers.MoveToImmutable();
    }
}
