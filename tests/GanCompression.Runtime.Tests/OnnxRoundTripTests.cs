namespace GanCompression.Runtime.Tests;

[TestClass]
public sealed class OnnxRoundTripTests
{
    [TestMethod]
    public void Read_RandomGraphsThatWereExported_ComputeTheSame()
    {
        var kinds = new HashSet<string>(StringComparer.Ordinal);
        RandomGraphs.Check(80, random =>
        {
            (LayerGraph graph, int height, int width) = (random.Graph, random.Height, random.Width);
            if (graph.Node(graph.Output).Layer is Dropout)
                return; // Becomes an identity, and then nothing: its input is the output, unless that is the image.
            var network = new Network(graph, DeterministicFill.Weights(graph));
            kinds.UnionWith(graph.Nodes.Select(node => node.Layer.Kind));
            using var stream = new MemoryStream();
            _ = OnnxExport.Write(network, stream, new() { Height = height, Width = width });
            stream.Position = 0;

            Network read = OnnxImport.Read(stream).Network;

            AssertEx.Close(Run(network, height, width), Run(read, height, width), 1e-5, random.ToString());
        });

        Assert.HasCount(16, kinds);
    }

    private static float[] Run(Network network, int height, int width)
    {
        CompiledNetwork compiled = CompiledNetwork.Compile(network, height, width);
        var result = new float[compiled.OutputShape.Elements];
        compiled.Run(DeterministicFill.Symmetric("image", (long)network.Graph.Inputs[0].Channels * height * width), result);
        return result;
    }
}
