using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text.Json;

namespace GanCompression;

/// <summary>
/// Reads and writes weights in the safetensors format: eight bytes of header length, a JSON header with name, type, shape and
/// offsets of every tensor, then the values without gaps. Holds no code, so files of unknown origin are safe to read.
/// </summary>
public static class Safetensors
{
    /// <summary>Largest header that is read, in bytes; the limit of the format.</summary>
    public const int MaxHeaderBytes = 100_000_000;

    private const string Kind = "safetensors file";
    private const string MetadataName = "__metadata__";

    /// <summary>Reads the tensors of a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FormatException">The file is damaged or holds a type that is not supported.</exception>
    public static WeightTable Read(string path) => ReadWithMetadata(path).Weights;

    /// <summary>Reads the tensors of a stream, up to its end.</summary>
    /// <param name="stream">The stream, at the beginning of the content; need not be seekable.</param>
    /// <exception cref="FormatException">The content is damaged or holds a type that is not supported.</exception>
    public static WeightTable Read(Stream stream) => ReadWithMetadata(stream).Weights;

    /// <summary>Reads the tensors and the free text entries of a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FormatException">The file is damaged or holds a type that is not supported.</exception>
    public static SafetensorsContent ReadWithMetadata(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileStream stream = File.OpenRead(path);
        return Read(stream, path, maxDataBytes: null);
    }

    /// <summary>Reads the tensors and the free text entries of a stream, up to its end.</summary>
    /// <param name="stream">The stream, at the beginning of the content; need not be seekable.</param>
    /// <exception cref="FormatException">The content is damaged or holds a type that is not supported.</exception>
    public static SafetensorsContent ReadWithMetadata(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return Read(stream, FileErrors.NameOf(stream), maxDataBytes: null);
    }

    /// <summary>Writes a file: first under a temporary name, then moved.</summary>
    /// <param name="path">The file.</param>
    /// <param name="weights">The tensors; their order is kept.</param>
    /// <param name="metadata">Free text entries; written in ordinal order of their names.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, WeightTable weights, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(weights);
        AtomicFile.Write(path, stream => Write(stream, weights, metadata));
    }

    /// <summary>Writes tensors to a stream; equal tables give equal bytes.</summary>
    /// <param name="stream">The stream; need not be seekable.</param>
    /// <param name="weights">The tensors; their order is kept.</param>
    /// <param name="metadata">Free text entries; written in ordinal order of their names.</param>
    public static void Write(Stream stream, WeightTable weights, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(weights);
        byte[] header = Header(weights, metadata);
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        stream.Write(length);
        stream.Write(header);
        foreach (WeightTensor tensor in weights.Values)
            stream.Write(tensor.Bytes);
    }

    /// <summary>Reads with a name for messages and an upper bound for the values.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="source">Its name for messages.</param>
    /// <param name="maxDataBytes">Largest size of all values together; null where it is not known.</param>
    internal static SafetensorsContent Read(Stream stream, string source, long? maxDataBytes)
    {
        var reader = new BoundedReader(stream, source, Kind);
        Span<byte> prefix = stackalloc byte[8];
        reader.ReadExactly(prefix, "header length");
        ulong headerLength = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (headerLength is < 2 or > MaxHeaderBytes)
            throw reader.Damaged(FormattableString.Invariant($"expected a header of 2 to {MaxHeaderBytes} bytes, but its length is given as {headerLength}."));
        byte[] header = reader.Read((long)headerLength, "header");

        var metadata = new SortedDictionary<string, string>(StringComparer.Ordinal);
        List<Entry> entries;
        try
        {
            entries = ParseHeader(header, metadata, reader);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw reader.Damaged($"its header is not valid JSON: {e.Message}", e);
        }

        long dataBytes = CheckOffsets(entries, reader);
        if (dataBytes > maxDataBytes)
            throw reader.Damaged(FormattableString.Invariant($"expected at most {maxDataBytes} bytes of values for this network, but the header declares {dataBytes}."));
        if (reader.Remaining is long remaining && remaining != dataBytes)
            throw reader.Damaged(FormattableString.Invariant($"expected {dataBytes} bytes of values after the header, but there are {remaining}."));

        var tensors = new WeightTensor[entries.Count];
        foreach (int i in Enumerable.Range(0, entries.Count).OrderBy(i => entries[i].Begin).ThenBy(i => entries[i].End))
        {
            Entry entry = entries[i];
            tensors[i] = WeightTensor.Adopt(entry.ElementType, reader.Read(entry.End - entry.Begin, $"tensor '{entry.Name}'"), entry.Shape);
        }

        reader.ExpectEnd();
        return new SafetensorsContent(new WeightTable(entries.Select((entry, i) => KeyValuePair.Create(entry.Name, tensors[i]))), metadata);
    }

    private static byte[] Header(WeightTable weights, IReadOnlyDictionary<string, string>? metadata)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (metadata is { Count: > 0 })
            {
                json.WriteStartObject(MetadataName);
                foreach ((string name, string text) in metadata.OrderBy(entry => entry.Key, StringComparer.Ordinal))
                    json.WriteString(name, text);
                json.WriteEndObject();
            }

            long offset = 0;
            foreach ((string name, WeightTensor tensor) in weights)
            {
                if (name == MetadataName)
                    throw new ArgumentException($"A tensor cannot be named '{MetadataName}' in a safetensors file; rename it.", nameof(weights));
                json.WriteStartObject(name);
                json.WriteString("dtype", NameOf(tensor.ElementType));
                json.WriteStartArray("shape");
                foreach (int extent in tensor.Shape)
                    json.WriteNumberValue(extent);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(offset);
                json.WriteNumberValue(offset += tensor.Bytes.Length);
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        // Spaces align the values to eight bytes, so that they can be mapped into memory.
        while (buffer.Length % 8 != 0)
            buffer.WriteByte((byte)' ');
        if (buffer.Length > MaxHeaderBytes)
            throw new ArgumentException(FormattableString.Invariant($"The header of {weights.Count} tensors has {buffer.Length} bytes; a safetensors file allows {MaxHeaderBytes}."), nameof(weights));
        return buffer.ToArray();
    }

    private static List<Entry> ParseHeader(byte[] header, SortedDictionary<string, string> metadata, BoundedReader file)
    {
        var entries = new List<Entry>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        var json = new Utf8JsonReader(header);
        Expect(json.Read() && json.TokenType == JsonTokenType.StartObject, "its header must be a JSON object.");
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            string name = json.GetString()!;
            Expect(names.Add(name), $"its header names '{name}' twice.");
            Expect(json.Read() && json.TokenType == JsonTokenType.StartObject, $"entry '{name}' of its header must be a JSON object.");
            if (name == MetadataName)
                ParseMetadata(ref json);
            else
                entries.Add(ParseEntry(ref json, name));
        }

        while (json.Read())
        {
            // Only white space may follow; the reader throws otherwise.
        }

        return entries;

        void Expect(bool condition, string problem)
        {
            if (!condition)
                throw file.Damaged(problem);
        }

        void ParseMetadata(ref Utf8JsonReader json)
        {
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                string key = json.GetString()!;
                Expect(json.Read() && json.TokenType == JsonTokenType.String, $"metadata '{key}' must be a text.");
                Expect(metadata.TryAdd(key, json.GetString()!), $"metadata '{key}' comes twice.");
            }
        }

        Entry ParseEntry(ref Utf8JsonReader json, string name)
        {
            ElementType? elementType = null;
            List<long>? shape = null;
            List<long>? offsets = null;
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                string property = json.GetString()!;
                Expect(json.Read(), $"tensor '{name}' ends within its header.");
                switch (property)
                {
                    case "dtype" when elementType is null && json.TokenType == JsonTokenType.String:
                        string text = json.GetString()!;
                        elementType = TypeOf(text);
                        if (elementType is null)
                            throw file.Unsupported($"tensor '{name}' has type '{text}'; expected F64, F32, F16, BF16, I64, I32, I8, U8 or BOOL. Convert it before saving.");
                        break;
                    case "shape" when shape is null:
                        shape = ParseNumbers(ref json, name, property, int.MaxValue);
                        break;
                    case "data_offsets" when offsets is null:
                        offsets = ParseNumbers(ref json, name, property, long.MaxValue);
                        break;
                    default:
                        throw file.Damaged($"tensor '{name}' has a '{property}' that is unknown, repeated or of the wrong kind; expected dtype, shape and data_offsets.");
                }
            }

            Expect(elementType is not null && shape is not null && offsets is { Count: 2 }, $"tensor '{name}' must have a dtype, a shape and two data_offsets.");
            return new Entry(name, elementType!.Value, [.. shape!.Select(extent => (int)extent)], offsets![0], offsets[1]);
        }

        List<long> ParseNumbers(ref Utf8JsonReader json, string name, string property, long max)
        {
            Expect(json.TokenType == JsonTokenType.StartArray, $"'{property}' of tensor '{name}' must be a list of whole numbers.");
            var numbers = new List<long>();
            while (json.Read() && json.TokenType != JsonTokenType.EndArray)
            {
                long number = -1;
                Expect(json.TokenType == JsonTokenType.Number && json.TryGetInt64(out number) && number >= 0 && number <= max,
                    FormattableString.Invariant($"'{property}' of tensor '{name}' must hold whole numbers from 0 to {max}."));
                Expect(numbers.Count < 64, $"'{property}' of tensor '{name}' has more than 64 entries.");
                numbers.Add(number);
            }

            return numbers;
        }
    }

    private static long CheckOffsets(List<Entry> entries, BoundedReader file)
    {
        long end = 0;
        foreach (Entry entry in entries.OrderBy(entry => entry.Begin).ThenBy(entry => entry.End))
        {
            if (entry.Begin != end || entry.End < entry.Begin)
            {
                throw file.Damaged(FormattableString.Invariant(
                    $"tensor '{entry.Name}' lies at offsets {entry.Begin} to {entry.End}, but the values before it end at {end}; tensors must follow one another without gaps or overlaps."));
            }

            decimal bytes = WeightTensor.SizeOf(entry.ElementType);
            foreach (int extent in entry.Shape)
                bytes = bytes > long.MaxValue && extent > 0 ? bytes : bytes * extent;
            if (bytes != entry.End - entry.Begin)
            {
                throw file.Damaged(FormattableString.Invariant(
                    $"tensor '{entry.Name}' of type {NameOf(entry.ElementType)} and shape [{string.Join(", ", entry.Shape)}] needs {bytes} bytes, but its offsets {entry.Begin} to {entry.End} give {entry.End - entry.Begin}."));
            }

            end = entry.End;
        }

        return end;
    }

    private static string NameOf(ElementType elementType) => elementType switch
    {
        ElementType.Float64 => "F64",
        ElementType.Float32 => "F32",
        ElementType.Float16 => "F16",
        ElementType.BFloat16 => "BF16",
        ElementType.Int64 => "I64",
        ElementType.Int32 => "I32",
        ElementType.Int8 => "I8",
        ElementType.UInt8 => "U8",
        _ => "BOOL",
    };

    private static ElementType? TypeOf(string name) => name switch
    {
        "F64" => ElementType.Float64,
        "F32" => ElementType.Float32,
        "F16" => ElementType.Float16,
        "BF16" => ElementType.BFloat16,
        "I64" => ElementType.Int64,
        "I32" => ElementType.Int32,
        "I8" => ElementType.Int8,
        "U8" => ElementType.UInt8,
        "BOOL" => ElementType.Bool,
        _ => null,
    };

    private sealed record Entry(string Name, ElementType ElementType, ImmutableArray<int> Shape, long Begin, long End);
}
