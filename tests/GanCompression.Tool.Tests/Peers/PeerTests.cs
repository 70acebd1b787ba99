using GanCompression.Tool.Peers;

namespace GanCompression.Tool.Tests.Peers;

[TestClass]
public sealed class PeerTests
{
    [TestMethod]
    public void Start_PackageNotInTheGivenFolder_NamesItAndTheCure()
    {
        using var folder = new TempFolder();

        AssertEx.ThrowsWith<PeerUnavailableException>(() => OnnxRuntimePeer.Start(folder.Path).Dispose(), "onnxruntime-node", folder.Path, "npm install");
    }

    [TestMethod]
    public void Start_PackageThatCannotBeLoaded_TellsWhatNodeSaid()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder["node_modules", "onnxruntime-node"]);
        try
        {
            OnnxRuntimePeer.Start(folder.Path).Dispose();
            Assert.Fail("There is nothing in the package that could be loaded.");
        }
        catch (PeerUnavailableException e)
        {
            Assert.Inconclusive($"{e.Message} './build.sh test --peers' does so and runs this test.");
        }
        catch (InvalidOperationException e)
        {
            StringAssert.Contains(e.Message, "Cannot find module", StringComparison.Ordinal);
        }
    }

    [TestMethod]
    public void Tensor_ThatDoesNotFit_IsExplained()
    {
        AssertEx.ThrowsWith<ArgumentException>(() => PeerTensor.FromFloats("x", [1, 2, 3], 2, 2), "'x'", "[2, 2]", "16 bytes", "12");
        AssertEx.ThrowsWith<ArgumentException>(() => _ = new PeerTensor("x", ElementType.Int64, [], 0), "'x'", "Int64");
    }
}
