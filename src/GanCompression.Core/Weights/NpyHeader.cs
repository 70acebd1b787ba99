using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace GanCompression;

/// <summary>The header of an array in NumPy's npy format: element type and shape, written as the text of a Python dictionary.</summary>
/// <param name="ElementType">Type of the elements.</param>
/// <param name="Shape">Extents.</param>
internal sealed record NpyHeader(ElementType ElementType, ImmutableArray<int> Shape)
{
    private const int MaxHeaderBytes = 1 << 20;
    private const int Alignment = 64;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Size of the values in bytes.</summary>
    public decimal Bytes => Shape.Aggregate((decimal)WeightTensor.SizeOf(ElementType), (bytes, extent) => bytes > long.MaxValue && extent > 0 ? bytes : bytes * extent);

    /// <summary>Reads versions 1 to 3.</summary>
    public static NpyHeader Read(BoundedReader file)
    {
        Span<byte> prefix = stackalloc byte[8];
        file.ReadExactly(prefix, "npy prefix");
        if (!prefix[..6].SequenceEqual(Magic))
            throw file.Damaged("it does not begin with the mark of an npy array.");
        int version = prefix[6];
        if (version is < 1 or > 3)
            throw file.Unsupported(FormattableString.Invariant($"expected npy version 1, 2 or 3, but it has version {version}. Save the array again with numpy.save."));

        Span<byte> lengthBytes = stackalloc byte[version == 1 ? 2 : 4];
        file.ReadExactly(lengthBytes, "npy header length");
        uint length = version == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(lengthBytes) : BinaryPrimitives.ReadUInt32LittleEndian(lengthBytes);
        if (length > MaxHeaderBytes)
            throw file.Damaged(FormattableString.Invariant($"expected an npy header of at most {MaxHeaderBytes} bytes, but its length is given as {length}."));
        return Parse(Encoding.UTF8.GetString(file.Read(length, "npy header")), file);
    }

    /// <summary>The header as bytes of version 1, padded so that the values are aligned.</summary>
    public byte[] ToBytes()
    {
        string shape = Shape.Length == 1
            ? FormattableString.Invariant($"({Shape[0]},)")
            : $"({string.Join(", ", Shape.Select(extent => extent.ToString(CultureInfo.InvariantCulture)))})";
        string text = $"{{'descr': '{Description(ElementType)}', 'fortran_order': False, 'shape': {shape}, }}";
        int padding = Alignment - (Magic.Length + 4 + text.Length + 1) % Alignment;
        byte[] header = [.. Magic, 1, 0, 0, 0, .. Encoding.ASCII.GetBytes(text), .. Enumerable.Repeat((byte)' ', padding % Alignment), (byte)'\n'];
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(8), checked((ushort)(header.Length - 10)));
        return header;
    }

    private static NpyHeader Parse(string text, BoundedReader file)
    {
        var scanner = new Scanner(text, file);
        ElementType? elementType = null;
        bool? isFortranOrder = null;
        ImmutableArray<int>? shape = null;
        scanner.Take('{');
        while (!scanner.TryTake('}'))
        {
            string key = scanner.Text();
            scanner.Take(':');
            switch (key)
            {
                case "descr" when elementType is null:
                    elementType = TypeOf(scanner.Text(), file);
                    break;
                case "fortran_order" when isFortranOrder is null:
                    isFortranOrder = scanner.Boolean();
                    break;
                case "shape" when shape is null:
                    shape = scanner.Tuple();
                    break;
                default:
                    throw file.Damaged($"its npy header has an unknown or repeated entry '{key}'.");
            }

            if (!scanner.TryTake(','))
            {
                scanner.Take('}');
                break;
            }
        }

        scanner.End();
        if (elementType is null || isFortranOrder is null || shape is null)
            throw file.Damaged("its npy header must have the entries descr, fortran_order and shape.");
        if (isFortranOrder.Value)
            throw file.Unsupported("the array is stored column by column (Fortran order), but only row by row is supported; save numpy.ascontiguousarray(array) instead.");
        return new NpyHeader(elementType.Value, shape.Value);
    }

    private static ElementType TypeOf(string description, BoundedReader file) => description switch
    {
        "<f8" => ElementType.Float64,
        "<f4" => ElementType.Float32,
        "<f2" => ElementType.Float16,
        "<i8" => ElementType.Int64,
        "<i4" => ElementType.Int32,
        "|i1" or "<i1" => ElementType.Int8,
        "|u1" or "<u1" => ElementType.UInt8,
        "|b1" => ElementType.Bool,
        _ => throw file.Unsupported($"its elements have the type '{description}'; expected <f4, <f8, <f2, <i8, <i4, |i1, |u1 or |b1. Convert the array with astype before saving it."),
    };

    private static string Description(ElementType elementType) => elementType switch
    {
        ElementType.Float64 => "<f8",
        ElementType.Float32 => "<f4",
        ElementType.Float16 => "<f2",
        ElementType.Int64 => "<i8",
        ElementType.Int32 => "<i4",
        ElementType.Int8 => "|i1",
        ElementType.UInt8 => "|u1",
        ElementType.Bool => "|b1",
        _ => throw new ArgumentException($"NumPy has no type for {elementType}; convert the tensor with ToFloat32 first.", nameof(elementType)),
    };

    /// <summary>Reads the few Python literals that a header is made of.</summary>
    private sealed class Scanner(string text, BoundedReader file)
    {
        private int _position;

        public bool TryTake(char c)
        {
            SkipSpace();
            if (_position >= text.Length || text[_position] != c)
                return false;
            _position++;
            return true;
        }

        public void Take(char c)
        {
            if (!TryTake(c))
                throw Unexpected($"'{c}'");
        }

        public void End()
        {
            SkipSpace();
            if (_position < text.Length)
                throw Unexpected("its end");
        }

        public string Text()
        {
            SkipSpace();
            if (_position >= text.Length || text[_position] is not ('\'' or '"'))
                throw Unexpected("a text");
            int end = text.IndexOf(text[_position], _position + 1);
            if (end < 0)
                throw Unexpected("the end of a text");
            string value = text[(_position + 1)..end];
            _position = end + 1;
            return value;
        }

        public bool Boolean()
        {
            SkipSpace();
            ReadOnlySpan<char> rest = text.AsSpan(_position);
            bool value = rest.StartsWith("True", StringComparison.Ordinal);
            if (!value && !rest.StartsWith("False", StringComparison.Ordinal))
                throw Unexpected("True or False");
            _position += value ? 4 : 5;
            return value;
        }

        public ImmutableArray<int> Tuple()
        {
            var values = ImmutableArray.CreateBuilder<int>();
            Take('(');
            while (!TryTake(')'))
            {
                if (values.Count == 64)
                    throw file.Damaged("its shape has more than 64 extents.");
                values.Add(Number());
                if (!TryTake(','))
                {
                    Take(')');
                    break;
                }
            }

            return values.ToImmutable();
        }

        private int Number()
        {
            SkipSpace();
            int start = _position;
            while (_position < text.Length && char.IsAsciiDigit(text[_position]))
                _position++;
            if (!int.TryParse(text.AsSpan(start, _position - start), NumberStyles.None, CultureInfo.InvariantCulture, out int value))
            {
                _position = start;
                throw Unexpected("an extent from 0 to 2147483647");
            }

            // Python 2 wrote long integers with a suffix.
            _ = TryTake('L');
            return value;
        }

        private void SkipSpace()
        {
            while (_position < text.Length && char.IsWhiteSpace(text[_position]))
                _position++;
        }

        private FormatException Unexpected(string expected) => file.Damaged(FormattableString.Invariant(
            $"its npy header should have {expected} at character {_position}, but has '{(_position < text.Length ? text[_position..Math.Min(text.Length, _position + 20)].TrimEnd('\n') : "nothing")}'."));
    }
}
