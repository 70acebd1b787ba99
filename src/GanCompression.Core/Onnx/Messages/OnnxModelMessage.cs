using System.Collections.Immutable;

namespace GanCompression;

/// <summary>A whole ONNX file: <c>ModelProto</c> of the ONNX schema.</summary>
/// <param name="Graph">The graph.</param>
/// <param name="Description">One sentence for people.</param>
/// <param name="Metadata">What the file says about itself.</param>
internal sealed record OnnxModelMessage(OnnxGraphMessage Graph, string Description, ImmutableArray<OnnxPropertyMessage> Metadata) : IProtobufMessage
{
    /// <summary>Version of the set of operators that the graph is written in.</summary>
    public const int OperatorSet = 17;

    // The version of the file format that came with that set of operators.
    private const int IrVersion = 8;
    private const string Producer = "GanCompression.MLNet";

    /// <inheritdoc/>
    public void WriteTo(ProtobufWriter writer)
    {
        writer.Integer(1, IrVersion);
        writer.Text(2, Producer);
        writer.Text(3, typeof(OnnxModelMessage).Assembly.GetName().Version!.ToString(3));
        writer.Text(6, Description);
        writer.Message(7, Graph);
        writer.Message(8, new OnnxOperatorSetMessage(OperatorSet));
        foreach (OnnxPropertyMessage property in Metadata)
            writer.Message(14, property);
    }
}
