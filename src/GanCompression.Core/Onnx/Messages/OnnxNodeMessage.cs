using System.Collections.Immutable;

namespace GanCompression;

/// <summary>An operator with its inputs and its one output: <c>NodeProto</c> of the ONNX schema.</summary>
/// <param name="Name">Name of the node.</param>
/// <param name="Operator">Name of the operator.</param>
/// <param name="Inputs">Names of the values it reads; empty for an optional one that is left out.</param>
/// <param name="Output">Name of the value it computes.</param>
/// <param name="Attributes">The operator's settings.</param>
internal sealed record OnnxNodeMessage(
    string Name, string Operator, ImmutableArray<string> Inputs, string Output, ImmutableArray<OnnxAttributeMessage> Attributes) : IProtobufMessage
{
    /// <inheritdoc/>
    public void WriteTo(ProtobufWriter writer)
    {
        foreach (string input in Inputs)
            writer.Text(1, input);
        writer.Text(2, Output);
        writer.Text(3, Name);
        writer.Text(4, Operator);
        foreach (OnnxAttributeMessage attribute in Attributes)
            writer.Message(5, attribute);
    }
}
