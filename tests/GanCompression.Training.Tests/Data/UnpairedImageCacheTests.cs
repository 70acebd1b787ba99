namespace GanCompression.Training.Tests.Data;

[TestClass]
public sealed class UnpairedImageCacheTests
{
    private const int Size = 16;
    private const int ImageBytes = 3 * Size * Size;

    [TestMethod]
    [DataRow(100L * ImageBytes, 8)]
    [DataRow(3L * ImageBytes, 3)]
    [DataRow(0L, 0)]
    public void Read_BudgetOfAnySize_GivesBackEveryImage(long budget, int inMemory)
    {
        using var cache = new UnpairedImageCache(Size, Size, budget);
        for (int i = 0; i < 5; i++)
        {
            cache.AddSource(SyntheticPairs.Source(i, Size));
            if (i < 3)
                cache.AddTarget(SyntheticPairs.Target(i, Size));
        }

        Assert.AreEqual((5, 3, 5), (cache.SourceCount, cache.TargetCount, cache.Count));
        Assert.AreEqual((long)inMemory * ImageBytes, cache.BytesInMemory);
        Assert.AreEqual((8L - inMemory) * ImageBytes, cache.BytesOnDisk);
        var room = new byte[ImageBytes];
        foreach (int i in new[] { 4, 0, 2, 3, 1 })
        {
            cache.ReadSource(i, room);
            CollectionAssert.AreEqual(SyntheticPairs.Source(i, Size).Pixels.ToArray(), room);
            if (i >= 3)
                continue;
            cache.ReadTarget(i, room);
            CollectionAssert.AreEqual(SyntheticPairs.Target(i, Size).Pixels.ToArray(), room);
        }
    }

    [TestMethod]
    public void Fingerprint_DependsOnTheOrderWithinEachSetAlone()
    {
        using var alternating = new UnpairedImageCache(Size, Size);
        using var inTurn = new UnpairedImageCache(Size, Size, 0);
        using var reversed = new UnpairedImageCache(Size, Size);
        using var exchanged = new UnpairedImageCache(Size, Size);
        for (int i = 0; i < 3; i++)
        {
            alternating.AddSource(SyntheticPairs.Source(i, Size));
            alternating.AddTarget(SyntheticPairs.Target(i, Size));
            inTurn.AddSource(SyntheticPairs.Source(i, Size));
            exchanged.AddTarget(SyntheticPairs.Source(i, Size));
            exchanged.AddSource(SyntheticPairs.Target(i, Size));
            reversed.AddSource(SyntheticPairs.Source(2 - i, Size));
            reversed.AddTarget(SyntheticPairs.Target(i, Size));
        }

        for (int i = 0; i < 3; i++)
            inTurn.AddTarget(SyntheticPairs.Target(i, Size));
        Assert.AreEqual(alternating.Fingerprint, inTurn.Fingerprint);
        Assert.AreNotEqual(alternating.Fingerprint, reversed.Fingerprint);
        Assert.AreNotEqual(alternating.Fingerprint, exchanged.Fingerprint);
    }

    [TestMethod]
    public void Use_Wrong_SaysWhat()
    {
        using UnpairedImageCache cache = SyntheticSets.Create(2, 1);
        AssertEx.ThrowsWith<ArgumentException>(() => cache.AddTarget(SyntheticPairs.Target(0, 12)), "target image 1 has 12×12 pixels; expected 16×16");
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => cache.ReadTarget(1, new byte[ImageBytes]));
        AssertEx.ThrowsWith<ArgumentException>(() => cache.ReadSource(1, new byte[5]), "768 bytes", "room for 5");
        cache.Dispose();
        Assert.ThrowsExactly<ObjectDisposedException>(() => cache.ReadSource(0, new byte[ImageBytes]));
    }
}
