namespace GanCompression.Tests.Onnx;

/// <summary>A node as it was read from a file; attributes are numbers, texts or lists of whole numbers.</summary>
internal sealed record OnnxNode(string Name, string Operator, IReadOnlyList<string> Inputs, string Output, IReadOnlyDictionary<string, object> Attributes)
{
    public long[] Integers(string name) => (long[])Attributes[name];
}
