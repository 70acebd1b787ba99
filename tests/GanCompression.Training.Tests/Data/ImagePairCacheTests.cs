namespace GanCompression.Training.Tests.Data;

[TestClass]
public sealed class ImagePairCacheTests
{
    private const int Size = 16;
    private const int ImageBytes = 3 * Size * Size;

    [TestMethod]
    [DataRow(100L * ImageBytes, 5, 0)]
    [DataRow(5L * ImageBytes, 2, 3)]
    [DataRow(0L, 0, 5)]
    public void Read_BudgetOfAnySize_GivesBackEveryPair(long budget, int inMemory, int onDisk)
    {
        using var cache = new ImagePairCache(Size, Size, budget);
        for (int i = 0; i < 5; i++)
            cache.Add(SyntheticPairs.Source(i, Size), SyntheticPairs.Target(i, Size));

        Assert.AreEqual(5, cache.Count);
        Assert.AreEqual(inMemory * 2L * ImageBytes, cache.BytesInMemory);
        Assert.AreEqual(onDisk * 2L * ImageBytes, cache.BytesOnDisk);
        var source = new byte[ImageBytes];
        var target = new byte[ImageBytes];
        foreach (int i in new[] { 4, 0, 2, 3, 1 })
        {
            cache.Read(i, source, target);
            CollectionAssert.AreEqual(SyntheticPairs.Source(i, Size).Pixels.ToArray(), source);
            CollectionAssert.AreEqual(SyntheticPairs.Target(i, Size).Pixels.ToArray(), target);
        }
    }

    [TestMethod]
    public void Dispose_AfterSpill_LeavesNoFile()
    {
        string[] before = SpillFiles();
        using (var cache = new ImagePairCache(Size, Size, 0))
            cache.Add(SyntheticPairs.Source(0, Size), SyntheticPairs.Target(0, Size));
        CollectionAssert.IsSubsetOf(SpillFiles(), before);
    }

    [TestMethod]
    public void Fingerprint_DependsOnContentAndOrderButNotOnWhereItLies()
    {
        using ImagePairCache a = SyntheticPairs.Create(3);
        using ImagePairCache same = SyntheticPairs.Create(3);
        using var spilled = new ImagePairCache(Size, Size, 0);
        using var reversed = new ImagePairCache(Size, Size);
        for (int i = 0; i < 3; i++)
        {
            spilled.Add(SyntheticPairs.Source(i, Size), SyntheticPairs.Target(i, Size));
            reversed.Add(SyntheticPairs.Source(2 - i, Size), SyntheticPairs.Target(2 - i, Size));
        }

        Assert.AreEqual(a.Fingerprint, same.Fingerprint);
        Assert.AreEqual(a.Fingerprint, spilled.Fingerprint);
        Assert.AreNotEqual(a.Fingerprint, reversed.Fingerprint);
    }

    [TestMethod]
    public void Add_WrongSize_NamesPairAndSizes()
    {
        using ImagePairCache cache = SyntheticPairs.Create(1);
        AssertEx.ThrowsWith<ArgumentException>(() => cache.Add(SyntheticPairs.Source(0, Size), SyntheticPairs.Target(0, 12)), "target image of pair 1 has 12×12 pixels; expected 16×16");
    }

    [TestMethod]
    public void Read_NoSuchPairOrWrongRoom_Throws()
    {
        using ImagePairCache cache = SyntheticPairs.Create(1);
        var room = new byte[ImageBytes];
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => cache.Read(1, room, room));
        AssertEx.ThrowsWith<ArgumentException>(() => cache.Read(0, room, new byte[5]), "768 bytes", "768 and 5");
    }

    [TestMethod]
    public void Read_AfterDispose_Throws()
    {
        ImagePairCache cache = SyntheticPairs.Create(1);
        cache.Dispose();
        cache.Dispose();
        var room = new byte[ImageBytes];
        Assert.ThrowsExactly<ObjectDisposedException>(() => cache.Read(0, room, room));
    }

    private static string[] SpillFiles() => Directory.GetFiles(Path.GetTempPath(), "gancompression-*.cache");
}
