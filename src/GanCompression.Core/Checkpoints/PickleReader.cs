using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace GanCompression;

/// <summary>
/// Reads one value from Python's pickle format without executing anything: it knows the instructions that make plain values
/// and refuses all others; globals and the calls on them are answered by <see cref="TorchPickleObjects"/> alone. There is no
/// recursion, and memory is bounded by the file's size and <see cref="MaxValues"/>.
/// Values are null, <see cref="bool"/>, <see cref="long"/>, <see cref="BigInteger"/>, <see cref="double"/>, <see cref="string"/>,
/// <c>byte[]</c>, <c>object?[]</c> (tuples), lists of objects, <see cref="PickleDictionary"/> and what the globals make.
/// </summary>
/// <param name="file">The pickle, on a seekable stream.</param>
/// <param name="objects">Answers globals, calls and references to storages.</param>
internal sealed class PickleReader(BoundedReader file, TorchPickleObjects objects)
{
    /// <summary>Most values, kept references included, that a pickle may make: some fifty thousand tensors.</summary>
    public const int MaxValues = 1 << 21;

    private const int HighestProtocol = 5;
    private const int MaxNameBytes = 256;
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly object s_true = true;
    private static readonly object s_false = false;

    private readonly List<object?> _stack = [];
    private readonly Stack<int> _marks = [];
    private readonly Dictionary<uint, object?> _memo = [];
    private long _position;
    private long _start;
    private int _values;

    /// <summary>Reads up to and including the end of the pickle.</summary>
    public object? Read()
    {
        while (true)
        {
            _start = _position;
            var opcode = (PickleOpcode)ReadByte();
            if (opcode == PickleOpcode.Stop)
                return _stack.Count == 1 && _marks.Count == 0 ? _stack[0] : throw Damaged(FormattableString.Invariant($"it should end with one value, but has {_stack.Count}."));
            Execute(opcode);
        }
    }

    private void Execute(PickleOpcode opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.Proto:
                byte protocol = ReadByte();
                if (protocol > HighestProtocol)
                    throw Unsupported(FormattableString.Invariant($"has version {protocol} of the pickle format; expected at most {HighestProtocol}. Save the weights again with the default of torch.save."));
                break;
            case PickleOpcode.Frame:
                _ = ReadUInt64();
                break;

            case PickleOpcode.None: Push(null); break;
            case PickleOpcode.NewTrue: Push(s_true); break;
            case PickleOpcode.NewFalse: Push(s_false); break;
            case PickleOpcode.BinInt: Push((long)(int)ReadUInt32()); break;
            case PickleOpcode.BinInt1: Push((long)ReadByte()); break;
            case PickleOpcode.BinInt2: Push((long)ReadUInt16()); break;
            case PickleOpcode.Long1: PushWholeNumber(); break;
            case PickleOpcode.BinFloat: Push(BitConverter.UInt64BitsToDouble(BinaryPrimitives.ReverseEndianness(ReadUInt64()))); break;
            case PickleOpcode.ShortBinString or PickleOpcode.ShortBinUnicode: Push(ReadText(ReadByte())); break;
            case PickleOpcode.BinString or PickleOpcode.BinUnicode: Push(ReadText(ReadUInt32())); break;
            case PickleOpcode.BinUnicode8: Push(ReadText(ReadUInt64())); break;
            case PickleOpcode.ShortBinBytes: Push(ReadBlock(ReadByte(), "bytes")); break;
            case PickleOpcode.BinBytes: Push(ReadBlock(ReadUInt32(), "bytes")); break;
            case PickleOpcode.BinBytes8: Push(ReadBlock(ReadUInt64(), "bytes")); break;

            case PickleOpcode.Mark: _marks.Push(_stack.Count); CountValue(); break;
            case PickleOpcode.Pop: Pop(); break;
            case PickleOpcode.PopMark: PopToMark(); break;
            case PickleOpcode.Dup: Push(Top()); break;

            case PickleOpcode.EmptyTuple: Push(Array.Empty<object?>()); break;
            case PickleOpcode.Tuple: Push(PopToMark()); break;
            case PickleOpcode.Tuple1: Push(PopMany(1)); break;
            case PickleOpcode.Tuple2: Push(PopMany(2)); break;
            case PickleOpcode.Tuple3: Push(PopMany(3)); break;
            case PickleOpcode.EmptyList: Push(new List<object?>()); break;
            case PickleOpcode.List: Push(new List<object?>(PopToMark())); break;
            case PickleOpcode.Append: Append(PopMany(1)); break;
            case PickleOpcode.Appends: Append(PopToMark()); break;
            case PickleOpcode.EmptyDict: Push(new PickleDictionary()); break;
            case PickleOpcode.Dict:
                object?[] content = PopToMark();
                Push(new PickleDictionary());
                SetItems(content);
                break;
            case PickleOpcode.SetItem: SetItems(PopMany(2)); break;
            case PickleOpcode.SetItems: SetItems(PopToMark()); break;

            case PickleOpcode.BinPut: Remember(ReadByte()); break;
            case PickleOpcode.LongBinPut: Remember(ReadUInt32()); break;
            case PickleOpcode.Memoize: Remember((uint)_memo.Count); break;
            case PickleOpcode.BinGet: Recall(ReadByte()); break;
            case PickleOpcode.LongBinGet: Recall(ReadUInt32()); break;

            case PickleOpcode.Global:
                string module = ReadLine();
                Push(objects.Find(module, ReadLine()));
                break;
            case PickleOpcode.StackGlobal:
                object?[] names = PopMany(2);
                if (names is not [string moduleName, string name])
                    throw Damaged("a global should be named by two texts.");
                Push(objects.Find(moduleName, name));
                break;
            case PickleOpcode.Reduce:
                object?[] call = PopMany(2);
                if (call is not [PickleFunction function, object?[] arguments])
                    throw Damaged("it calls something that is not a function, or without a tuple of arguments.");
                Push(objects.Call(function, arguments));
                break;
            case PickleOpcode.BinPersId:
                Push(objects.Load(Pop()));
                break;
            case PickleOpcode.Build:
                // The attributes of a state_dict: versions of its modules, which no value depends on.
                if (PopMany(1) is not [PickleDictionary] || Top() is not PickleDictionary)
                    throw Damaged("only a dictionary may have attributes, in a dictionary.");
                break;

            default:
                throw Refused(opcode);
        }
    }

    private FormatException Refused(PickleOpcode opcode)
    {
        if (!Enum.IsDefined(opcode))
            return Damaged(FormattableString.Invariant($"there is no instruction with the code {(byte)opcode}."));
        string why = opcode switch
        {
            PickleOpcode.Inst or PickleOpcode.Obj or PickleOpcode.NewObj or PickleOpcode.NewObjEx or PickleOpcode.Ext1 or PickleOpcode.Ext2 or PickleOpcode.Ext4 =>
                "which makes objects of arbitrary classes; reading weights executes nothing",
            PickleOpcode.NextBuffer or PickleOpcode.ReadOnlyBuffer or PickleOpcode.ByteArray8 or PickleOpcode.EmptySet or PickleOpcode.AddItems or PickleOpcode.FrozenSet =>
                "which a table of weights does not need",
            _ => "which torch.save does not write",
        };
        return Unsupported($"uses the pickle instruction '{opcode}' ({(byte)opcode}), {why}. Save the weights alone: torch.save(model.state_dict(), path).");
    }

    private void Push(object? value)
    {
        CountValue();
        _stack.Add(value);
    }

    private void CountValue()
    {
        if (++_values > MaxValues)
            throw Unsupported(FormattableString.Invariant($"makes more than {MaxValues} values, far more than a table of weights needs. Save the weights alone: torch.save(model.state_dict(), path)."));
    }

    // Values below the last mark belong to whoever set it.
    private int Available => _stack.Count - (_marks.Count == 0 ? 0 : _marks.Peek());

    private object? Top() => Available > 0 ? _stack[^1] : throw TooFew();

    private object? Pop() => PopMany(1)[0];

    private object?[] PopMany(int count)
    {
        if (Available < count)
            throw TooFew();
        object?[] values = [.. _stack[^count..]];
        _stack.RemoveRange(_stack.Count - count, count);
        return values;
    }

    private object?[] PopToMark()
    {
        object?[] values = PopMany(_marks.Count > 0 ? Available : throw TooFew());
        _marks.Pop();
        return values;
    }

    private void Append(object?[] values)
    {
        if (Top() is not List<object?> list)
            throw Damaged("it appends to something that is not a list.");
        list.AddRange(values);
    }

    private void SetItems(object?[] values)
    {
        if (Top() is not PickleDictionary dictionary)
            throw Damaged("it sets an entry of something that is not a dictionary.");
        if (values.Length % 2 != 0)
            throw Damaged("a key of a dictionary has no value.");
        for (int i = 0; i < values.Length; i += 2)
            objects.AddEntry(dictionary, values[i], values[i + 1]);
    }

    private void Remember(uint index)
    {
        CountValue();
        _memo[index] = Top();
    }

    private void Recall(uint index) =>
        Push(_memo.TryGetValue(index, out object? value) ? value : throw Damaged(FormattableString.Invariant($"it refers to value {index}, which it never kept.")));

    private byte ReadByte()
    {
        Span<byte> bytes = stackalloc byte[1];
        ReadExactly(bytes);
        return bytes[0];
    }

    private ushort ReadUInt16()
    {
        Span<byte> bytes = stackalloc byte[sizeof(ushort)];
        ReadExactly(bytes);
        return BinaryPrimitives.ReadUInt16LittleEndian(bytes);
    }

    private uint ReadUInt32()
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        ReadExactly(bytes);
        return BinaryPrimitives.ReadUInt32LittleEndian(bytes);
    }

    private ulong ReadUInt64()
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        ReadExactly(bytes);
        return BinaryPrimitives.ReadUInt64LittleEndian(bytes);
    }

    private void PushWholeNumber()
    {
        Span<byte> bytes = stackalloc byte[byte.MaxValue];
        bytes = bytes[..ReadByte()];
        ReadExactly(bytes);
        var number = new BigInteger(bytes);
        if (number >= long.MinValue && number <= long.MaxValue)
            Push((long)number);
        else
            Push(number);
    }

    private string ReadText(ulong bytes)
    {
        try
        {
            return s_utf8.GetString(ReadBlock(bytes, "text"));
        }
        catch (ArgumentException e)
        {
            throw Damaged("a text is not valid UTF-8.", e);
        }
    }

    private string ReadLine()
    {
        Span<byte> line = stackalloc byte[MaxNameBytes];
        for (int length = 0; length < line.Length; length++)
        {
            byte next = ReadByte();
            if (next == (byte)'\n')
                return Encoding.Latin1.GetString(line[..length]);
            line[length] = next;
        }

        throw Damaged(FormattableString.Invariant($"the name of a global has more than {MaxNameBytes - 1} bytes."));
    }

    private byte[] ReadBlock(ulong bytes, string what)
    {
        if (bytes > (ulong?)file.Remaining)
            throw Damaged(FormattableString.Invariant($"expected {bytes} bytes of {what}, but only {file.Remaining} are left."));
        byte[] block = file.Read((long)bytes, what);
        _position += block.Length;
        return block;
    }

    private void ReadExactly(Span<byte> bytes)
    {
        file.ReadExactly(bytes, "pickle");
        _position += bytes.Length;
    }

    private FormatException TooFew() => Damaged("it takes more values than it made.");

    private FormatException Damaged(string problem, Exception? cause = null) =>
        file.Damaged(FormattableString.Invariant($"at byte {_start} of its pickle, {problem}"), cause);

    private FormatException Unsupported(string problem) => file.Unsupported(FormattableString.Invariant($"at byte {_start} its pickle {problem}"));
}
