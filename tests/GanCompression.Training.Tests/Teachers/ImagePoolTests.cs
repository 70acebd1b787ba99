using TorchSharp;
using Tensor = TorchSharp.torch.Tensor;

namespace GanCompression.Training.Tests.Teachers;

[TestClass]
public sealed class ImagePoolTests
{
    [TestMethod]
    public void Exchange_FullPool_GivesEveryOtherImageAnOlderOneWhosePlaceItTakes()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var pool = new ImagePool("pool", 4);
        var random = new SeededRandom(3);
        var kept = new List<int>();
        int older = 0;
        for (int i = 0; i < 200; i++)
        {
            int shown = Value(pool.Exchange(Image(i), ref random));
            if (i < 4)
            {
                Assert.AreEqual(i, shown, "A pool that fills hands on what it gets.");
                kept.Add(i);
            }
            else if (shown != i)
            {
                Assert.IsTrue(kept.Remove(shown), $"{shown} is not in the pool.");
                kept.Add(i);
                older++;
            }
        }

        Assert.AreEqual(4, pool.Count);
        CollectionAssert.AreEquivalent(kept, pool.ExportState().Select(entry => (int)entry.Value.Floats[0]).ToList());
        Assert.IsTrue(older is > 70 and < 126, $"{older} of 196");
    }

    [TestMethod]
    public void Exchange_NoPool_GivesBackTheImages()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var pool = new ImagePool("pool", 0);
        var random = new SeededRandom(3);
        Tensor image = Image(5).requires_grad_();
        Tensor shown = pool.Exchange(image, ref random);
        Assert.AreEqual(5, Value(shown));
        Assert.IsFalse(shown.requires_grad);
        Assert.IsEmpty(pool.ExportState());
    }

    [TestMethod]
    public void ImportState_ContinuesWithTheSameImages()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var pool = new ImagePool("pool", 3);
        using var copy = new ImagePool("pool", 3);
        var random = new SeededRandom(3);
        for (int i = 0; i < 20; i++)
            _ = pool.Exchange(Image(i), ref random);
        copy.ImportState(new WeightTable(pool.ExportState()));
        var same = random;
        for (int i = 20; i < 40; i++)
            Assert.AreEqual(Value(pool.Exchange(Image(i), ref random)), Value(copy.Exchange(Image(i), ref same)));
    }

    private static Tensor Image(int value) => new float[] { value, value }.ToWeights(1, 1, 1, 2).ToTensor();

    private static int Value(Tensor image) => (int)image.ToWeightTensor().Floats[0];
}
