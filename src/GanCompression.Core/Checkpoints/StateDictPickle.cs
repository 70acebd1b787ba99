using System.Text;

namespace GanCompression;

/// <summary>Writes the pickle of a state_dict: an ordered dictionary of contiguous tensors, each the whole of its own storage.</summary>
internal static class StateDictPickle
{
    private const byte Protocol = 2;

    /// <summary>The pickle of a table; the storage of tensor i has the key i.</summary>
    public static byte[] Of(WeightTable weights)
    {
        using var buffer = new MemoryStream();
        using var pickle = new BinaryWriter(buffer);
        Write(PickleOpcode.Proto);
        pickle.Write(Protocol);
        EmptyOrderedDictionary();
        Write(PickleOpcode.Mark);
        int key = 0;
        foreach ((string name, WeightTensor tensor) in weights)
        {
            Text(name);
            Global("torch._utils", "_rebuild_tensor_v2");
            Write(PickleOpcode.Mark);
            Storage(tensor, key++);
            Number(0);
            Numbers([.. tensor.Shape]);
            Numbers(Strides(tensor));
            Write(PickleOpcode.NewFalse);
            EmptyOrderedDictionary();
            Write(PickleOpcode.Tuple);
            Write(PickleOpcode.Reduce);
        }

        Write(PickleOpcode.SetItems);
        Write(PickleOpcode.Stop);
        return buffer.ToArray();

        void Write(PickleOpcode opcode) => pickle.Write((byte)opcode);

        void Global(string module, string name)
        {
            Write(PickleOpcode.Global);
            pickle.Write(Encoding.ASCII.GetBytes($"{module}\n{name}\n"));
        }

        void EmptyOrderedDictionary()
        {
            Global("collections", "OrderedDict");
            Write(PickleOpcode.EmptyTuple);
            Write(PickleOpcode.Reduce);
        }

        void Storage(WeightTensor tensor, int key)
        {
            Write(PickleOpcode.Mark);
            Text("storage");
            Global("torch", TorchStorageType.Of(tensor.ElementType).Name);
            Text(key.ToString(System.Globalization.CultureInfo.InvariantCulture));
            Text("cpu");
            Number(tensor.Elements);
            Write(PickleOpcode.Tuple);
            Write(PickleOpcode.BinPersId);
        }

        void Text(string text)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            Write(PickleOpcode.BinUnicode);
            pickle.Write(bytes.Length);
            pickle.Write(bytes);
        }

        void Numbers(long[] numbers)
        {
            Write(PickleOpcode.Mark);
            foreach (long number in numbers)
                Number(number);
            Write(PickleOpcode.Tuple);
        }

        void Number(long number)
        {
            if (number == (int)number)
            {
                Write(PickleOpcode.BinInt);
                pickle.Write((int)number);
                return;
            }

            Write(PickleOpcode.Long1);
            pickle.Write((byte)sizeof(long));
            pickle.Write(number);
        }
    }

    // Those of an empty tensor lead nowhere, and products of its other extents need not fit.
    private static long[] Strides(WeightTensor tensor)
    {
        var strides = new long[tensor.Shape.Length];
        long stride = 1;
        for (int axis = strides.Length - 1; axis >= 0; axis--)
        {
            strides[axis] = stride;
            stride *= tensor.Elements == 0 ? 1 : tensor.Shape[axis];
        }

        return strides;
    }
}
