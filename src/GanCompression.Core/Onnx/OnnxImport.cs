using System.Collections.Immutable;
using GanCompression.OnnxSchema;
using Google.Protobuf;

namespace GanCompression;

/// <summary>
/// Reads networks from ONNX files, whoever wrote them: operator sets 7 to 23, the operators of <see cref="Operators"/>. What a file holds beyond that is an
/// error that names the node, never ignored. Nothing in a file is executed, and memory stays in proportion to its length.
/// </summary>
/// <remarks>
/// Nodes keep their names, or take that of their value where they have none; weights are called after their nodes (<c>conv1.weight</c>). Padding that
/// differs between two sides is read where the file fixes the image size and the difference changes nothing at it; the network is then right for
/// this size (<see cref="OnnxNetwork.Inputs"/>) alone.
/// </remarks>
public static class OnnxImport
{
    /// <summary>Largest ONNX file in bytes that is read: what Protocol Buffers can hold.</summary>
    public const long MaxBytes = int.MaxValue;

    internal const string Kind = "ONNX file";

    private static readonly MessageParser<ModelProto> s_parser = ModelProto.Parser.WithDiscardUnknownFields(true);

    /// <summary>Names of the operators that can be read, in ordinal order.</summary>
    public static IReadOnlyList<string> Operators => OnnxOperators.Names;

    /// <summary>Reads the network of a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FormatException">The file is damaged: no ONNX file, cut off, values missing, shapes that do not fit.</exception>
    /// <exception cref="NotSupportedException">The file is valid but holds an operator, a setting or a type that is not read; the message names the node.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static OnnxNetwork Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileStream stream = File.OpenRead(path);
        return Read(stream);
    }

    /// <summary>Reads the network of a stream, up to its end.</summary>
    /// <param name="stream">The stream, at the beginning of the content; need not be seekable.</param>
    /// <exception cref="FormatException">The content is damaged: no ONNX file, cut off, values missing, shapes that do not fit.</exception>
    /// <exception cref="NotSupportedException">The content is valid but holds an operator, a setting or a type that is not read; the message names the node.</exception>
    public static OnnxNetwork Read(Stream stream)
    {
        (ModelProto model, string source) = Parse(stream);
        return new OnnxGraphReader(model, source).Read();
    }

    /// <summary>Reads only the tensors that a file holds, by their names in it, whatever its nodes compute.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FormatException">The file is damaged.</exception>
    /// <exception cref="NotSupportedException">A tensor has an unknown type, or lies in another file.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static WeightTable ReadTensors(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileStream stream = File.OpenRead(path);
        return ReadTensors(stream);
    }

    /// <summary>Reads only the tensors that a stream holds, by their names in it, whatever its nodes compute.</summary>
    /// <param name="stream">The stream, at the beginning of the content; need not be seekable.</param>
    /// <exception cref="FormatException">The content is damaged.</exception>
    /// <exception cref="NotSupportedException">A tensor has an unknown type, or lies in another file.</exception>
    public static WeightTable ReadTensors(Stream stream)
    {
        (ModelProto model, string source) = Parse(stream);
        try
        {
            return new WeightTable(model.Graph.Initializer.Select(tensor => KeyValuePair.Create(tensor.Name, OnnxTensors.Read(tensor, source, tensor.Name))));
        }
        catch (ArgumentException e)
        {
            throw FileErrors.Damaged(source, Kind, e.Message, e);
        }
    }

    private static (ModelProto Model, string Source) Parse(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        string source = FileErrors.NameOf(stream);
        var reader = new BoundedReader(stream, source, Kind);
        if (reader.Remaining is > MaxBytes)
            throw FileErrors.Damaged(source, Kind, FormattableString.Invariant($"it has {reader.Remaining} bytes, but an ONNX file has at most {MaxBytes}."));
        try
        {
            // A block at once takes a third of the memory. Without a known length the parser asks for what lengths in the file promise, piece by piece, so that one that lies costs nothing.
            ModelProto model = reader.Remaining is { } length ? s_parser.ParseFrom(reader.Read(length, "content")) : s_parser.ParseFrom(stream);
            return model.Graph is null
                ? throw FileErrors.Damaged(source, Kind, "it holds no graph.")
                : (model, source);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw FileErrors.Damaged(source, Kind, e.Message, e);
        }
    }
}

/// <summary>A network that was read from an ONNX file, and what the file says about its use.</summary>
/// <param name="Network">The network: nodes named as in the file, weights under the names of their nodes.</param>
/// <param name="Inputs">What a caller gives: batch, channels, height, width. A fixed height and width are the size that the network was read for.</param>
/// <param name="Output">What a caller gets.</param>
/// <param name="OperatorSet">Version of ONNX's operators.</param>
public sealed record OnnxNetwork(Network Network, ImmutableArray<OnnxValue> Inputs, OnnxValue Output, int OperatorSet);
