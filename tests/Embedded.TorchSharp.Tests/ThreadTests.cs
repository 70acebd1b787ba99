using static TorchSharp.torch;

namespace TorchSharp.Tests;

[TestClass]
public sealed class ThreadTests
{
    [TestMethod]
    public void Threads_SetAndRead_Agree()
    {
        var before = get_num_threads();
        try
        {
            set_num_threads(2);
            Assert.AreEqual(2, get_num_threads());
            using var scope = NewDisposeScope();
            Assert.AreEqual(300f, ones(300, 300).mm(ones(300, 300))[0, 0].ToSingle());
        }
        finally
        {
            set_num_threads(before);
        }
        Assert.AreEqual(before, get_num_threads());
    }

    [TestMethod]
    public void Operators_CalledFromManyThreads_StayApart()
    {
        var sums = new float[8];
        Parallel.For(0, sums.Length, i =>
        {
            for (var k = 0; k < 200; k++)
            {
                using var scope = NewDisposeScope();
                sums[i] = ((ones(10) * i) + 1).sum().ToSingle();
            }
        });

        CollectionAssert.AreEqual(Enumerable.Range(0, 8).Select(i => (i * 10f) + 10).ToArray(), sums);
    }
}
