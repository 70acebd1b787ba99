using System.Collections.Immutable;

namespace GanCompression;

/// <summary>Nodes, the tensors they read, and what goes in and out: <c>GraphProto</c> of the ONNX schema.</summary>
/// <param name="Name">Name of the graph.</param>
/// <param name="Nodes">The nodes, each after the ones it reads.</param>
/// <param name="Initializers">Weights and constants.</param>
/// <param name="Inputs">What the caller gives.</param>
/// <param name="Outputs">What the caller gets.</param>
/// <param name="Values">Types of values in between, as far as they are known.</param>
internal sealed record OnnxGraphMessage(
    string Name,
    ImmutableArray<OnnxNodeMessage> Nodes,
    ImmutableArray<OnnxTensorMessage> Initializers,
    ImmutableArray<OnnxValueMessage> Inputs,
    ImmutableArray<OnnxValueMessage> Outputs,
    ImmutableArray<OnnxValueMessage> Values) : IProtobufMessage
{
    /// <inheritdoc/>
    public void WriteTo(ProtobufWriter writer)
    {
        foreach (OnnxNodeMessage node in Nodes)
            writer.Message(1, node);
        writer.Text(2, Name);
        foreach (OnnxTensorMessage initializer in Initializers)
            writer.Message(5, initializer);
        foreach (OnnxValueMessage input in Inputs)
            writer.Message(11, input);
        foreach (OnnxValueMessage output in Outputs)
            writer.Message(12, output);
        foreach (OnnxValueMessage value in Values)
            writer.Message(13, value);
    }
}
