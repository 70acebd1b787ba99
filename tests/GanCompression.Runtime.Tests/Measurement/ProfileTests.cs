namespace GanCompression.Runtime.Tests;

[TestClass]
public sealed class ProfileTests
{
    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    public void Profile_Generator_CoversEveryNodeOnceAndCountsTheMultiplyAdds(int threads)
    {
        Network network = CompiledNetworkTests.SmallGenerator();
        CompiledNetwork compiled = CompiledNetwork.Compile(network, 32, 48, new CompileOptions { NumberOfThreads = threads });

        StepProfile[] steps = [.. compiled.Profile(runs: 3)];

        CollectionAssert.AreEqual(network.Graph.Nodes.Select(node => node.Name).Order().ToArray(), steps.SelectMany(step => step.Nodes).Order().ToArray());
        Assert.AreEqual(ComputeCost.Of(network.Graph, 32, 48).ExactMultiplyAdds, steps.Sum(step => step.MultiplyAdds));
        Assert.AreEqual(compiled.OutputShape, steps[^1].Output);
        Assert.IsTrue(Array.TrueForAll(steps, step => step.Time > TimeSpan.Zero && step.Description.Length > 0));
        StepProfile last = steps.Last(step => step.MultiplyAdds > 0);
        StringAssert.Contains(last.Description, "conv 7×7", StringComparison.Ordinal);
        Assert.AreEqual(2e-9 * last.MultiplyAdds / last.Time.TotalSeconds, last.GigaflopsPerSecond, 1e-9 * last.GigaflopsPerSecond);
    }

    [TestMethod]
    public void Profile_RandomGraphs_NamesOnlyNodesOfTheGraphAndNoneTwice() => RandomGraphs.Check(60, random =>
    {
        var network = new Network(random.Graph, DeterministicFill.Weights(random.Graph));
        string[] nodes = [.. CompiledNetwork.Compile(network, random.Height, random.Width).Profile(runs: 1).SelectMany(step => step.Nodes)];

        CollectionAssert.AllItemsAreUnique(nodes);
        CollectionAssert.IsSubsetOf(nodes, random.Graph.Nodes.Select(node => node.Name).ToArray());
    });

    [TestMethod]
    public void Profile_DoesNotChangeTheResult()
    {
        CompiledNetwork compiled = CompiledNetwork.Compile(CompiledNetworkTests.SmallGenerator(), 16, 16);
        float[] input = DeterministicFill.Symmetric("input:profile", compiled.InputShape.Elements);
        var before = new float[compiled.OutputShape.Elements];
        var after = new float[before.Length];
        compiled.Run(input, before);

        _ = compiled.Profile(runs: 1);

        compiled.Run(input, after);
        CollectionAssert.AreEqual(before, after);
    }

    [TestMethod]
    public void Profile_NoRuns_Throws() =>
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => CompiledNetwork.Compile(CompiledNetworkTests.SmallGenerator(), 16, 16).Profile(runs: 0));

    [TestMethod]
    public void Compile_Network_SaysItsMemoryAndRegisters()
    {
        CompiledNetwork compiled = CompiledNetwork.Compile(CompiledNetworkTests.SmallGenerator(), 16, 16, new CompileOptions { VectorWidth = VectorWidth.Bits256, NumberOfThreads = 2 });

        Assert.AreEqual(VectorWidth.Bits256, compiled.VectorWidth);
        Assert.AreEqual(2, compiled.NumberOfThreads);
        Assert.IsGreaterThan(0, compiled.WorkingBytes);

        // Filters are padded to whole blocks of channels, and biases before a normalisation are dropped.
        long weights = sizeof(float) * CompiledNetworkTests.SmallGenerator().Weights.Where(weight => weight.Key.EndsWith("weight", StringComparison.Ordinal)).Sum(weight => weight.Value.Elements);
        Assert.IsTrue(compiled.WeightBytes >= weights && compiled.WeightBytes < 3 * weights, $"{compiled.WeightBytes} bytes for {weights} bytes of weights");
    }

    [TestMethod]
    public void Peak_OfTheMachine_GrowsWithTheRegisters()
    {
        double scalar = ProcessorPeak.MeasureGigaflopsPerSecond(vectorWidth: VectorWidth.Scalar);
        double automatic = ProcessorPeak.MeasureGigaflopsPerSecond();

        Assert.IsGreaterThan(0.05, scalar);
        Assert.IsTrue(CompiledNetwork.Resolve(VectorWidth.Automatic) == VectorWidth.Scalar || automatic > 1.5 * scalar, $"{automatic} GFLOP/s with vectors, {scalar} without");
        Assert.IsGreaterThan(0, ProcessorPeak.MeasureGigaflopsPerSecond(threads: 2));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => ProcessorPeak.MeasureGigaflopsPerSecond(threads: 0));
    }
}
