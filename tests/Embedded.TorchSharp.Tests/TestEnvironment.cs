namespace TorchSharp.Tests;

[TestClass]
public sealed class TestEnvironment
{
    /// <summary>Small tensors gain nothing from a second thread, and sums stay in one order.</summary>
    [AssemblyInitialize]
    public static void Initialize(TestContext context) => torch.set_num_threads(1);
}
