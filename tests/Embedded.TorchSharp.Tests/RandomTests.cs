using static TorchSharp.Tests.Reference;
using static TorchSharp.torch;

namespace TorchSharp.Tests;

[TestClass]
public sealed class RandomTests
{
    private DisposeScope _scope = null!;

    [TestInitialize]
    public void OpenScope() => _scope = NewDisposeScope();

    [TestCleanup]
    public void CloseScope() => _scope.Dispose();

    [TestMethod]
    public void Seed_OfTheDefaultGenerator_GivesPyTorchsNumbers()
    {
        manual_seed(42);
        AreClose([0.336690f, 0.128809f, 0.234462f, 0.230333f], randn(4));
        AreClose([0.940771f, 0.133186f, 0.934598f, 0.593580f], rand(4));
    }

    [TestMethod]
    public void Seed_BeforeALayer_GivesPyTorchsWeights()
    {
        manual_seed(7);
        using var conv = nn.Conv2d(2, 2, 3);

        Expect(conv.weight, [2, 2, 3, 3], 0.94816, 0.54381, 0.016463f, -0.141986f, 0.075053f);
        AreClose([-0.052448f, -0.131311f], conv.bias!);
    }

    [TestMethod]
    public void Generator_WithASeed_RepeatsItself()
    {
        using var first = new Generator(5);
        using var second = new Generator(5);

        var a = randn([3, 4], generator: first);
        Assert.IsTrue(a.Equals(randn([3, 4], generator: second)));
        Assert.IsFalse(a.Equals(randn([3, 4], generator: second)));
        Assert.AreEqual(5, first.initial_seed());
        manual_seed(5);
        Assert.IsTrue(a.Equals(randn(3, 4)));
    }

    [TestMethod]
    public void GeneratorState_Restored_ContinuesWhereItWas()
    {
        using var generator = new Generator(9);
        using var skipped = rand([5], generator: generator);
        using var state = generator.get_state();

        var expected = rand([5], generator: generator);
        generator.set_state(state);
        Assert.IsTrue(expected.Equals(rand([5], generator: generator)));
    }

    [TestMethod]
    public void RngState_OfTheDefaultGenerator_Restores()
    {
        manual_seed(3);
        var state = random.get_rng_state();
        var expected = randn(6);

        random.set_rng_state(state);
        Assert.IsTrue(expected.Equals(randn(6)));
    }

    [TestMethod]
    public void RandomFills_FollowTheirDistributions()
    {
        using var generator = new Generator(1);

        var uniform = empty(10_000).uniform_(-2, 4, generator);
        Assert.AreEqual(1, uniform.mean().ToDouble(), 0.1);
        Assert.IsTrue(uniform.min().ToDouble() >= -2 && uniform.max().ToDouble() < 4);
        var normal = empty(10_000).normal_(3, 0.5, generator);
        Assert.AreEqual(3, normal.mean().ToDouble(), 0.05);
        Assert.AreEqual(0.5, normal.std().ToDouble(), 0.05);
        var order = randperm(100, generator: generator).data<long>().ToArray();
        CollectionAssert.AreEqual(Enumerable.Range(0, 100).Select(i => (long)i).ToArray(), order.Order().ToArray());
        var integers = randint(3, 6, [1000], generator: generator);
        Assert.AreEqual(3, integers.min().ToInt64());
        Assert.AreEqual(5, integers.max().ToInt64());
    }

    [TestMethod]
    public void Initialisation_FollowsTheFans()
    {
        manual_seed(2);
        var weight = empty(64, 32, 3, 3);

        nn.init.normal_(weight, 0, 0.02);
        Assert.AreEqual(0.02, weight.std().ToDouble(), 1e-3);
        nn.init.xavier_normal_(weight, 0.02);
        Assert.AreEqual(0.02 * Math.Sqrt(2.0 / ((32 + 64) * 9)), weight.std().ToDouble(), 5e-5);
        nn.init.kaiming_normal_(weight);
        Assert.AreEqual(Math.Sqrt(2.0 / (32 * 9)), weight.std().ToDouble(), 2e-3);
        nn.init.constant_(weight, 0.5);
        Assert.AreEqual(0.5, weight.min().ToDouble());
        nn.init.zeros_(weight);
        Assert.AreEqual(0, weight.abs().max().ToDouble());
    }
}
