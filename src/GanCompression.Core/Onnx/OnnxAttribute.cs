using System.Collections.Immutable;
using GanCompression.OnnxSchema;
using Google.Protobuf;

namespace GanCompression;

/// <summary>Settings of ONNX operators.</summary>
internal static class OnnxAttribute
{
    /// <summary>A setting that is a number.</summary>
    public static AttributeProto Of(string name, float value) => new() { Name = name, F = value, Type = AttributeProto.Types.AttributeType.Float };

    /// <summary>A setting that is a whole number.</summary>
    public static AttributeProto Of(string name, long value) => new() { Name = name, I = value, Type = AttributeProto.Types.AttributeType.Int };

    /// <summary>A setting that is a text.</summary>
    public static AttributeProto Of(string name, string value) => new() { Name = name, S = ByteString.CopyFromUtf8(value), Type = AttributeProto.Types.AttributeType.String };

    /// <summary>A setting that is a list of whole numbers.</summary>
    public static AttributeProto Of(string name, ImmutableArray<long> values) => new() { Name = name, Ints = { values }, Type = AttributeProto.Types.AttributeType.Ints };
}
