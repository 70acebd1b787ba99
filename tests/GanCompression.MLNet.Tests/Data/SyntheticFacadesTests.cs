namespace GanCompression.MLNet.Tests.Data;

[TestClass]
public sealed class SyntheticFacadesTests
{
    private readonly MLContext _context = new(seed: 1);

    private GanCompressionCatalog.DataCatalog Data => _context.GanCompression().Data;

    [TestMethod]
    public void Rows_AreTheScenesOfTheSeed()
    {
        IDataView data = Data.SyntheticFacades(3, 24, seed: 5);
        Assert.AreEqual(3L, data.GetRowCount());
        FacadeScene[] scenes = [.. Enumerable.Range(0, 3).Select(i => FacadeScene.Render(i, 24, 5))];
        ImageColumns.AreEqual([.. scenes.Select(scene => scene.Label)], ImageColumns.Read(data, "Source"), "Source");
        ImageColumns.AreEqual([.. scenes.Select(scene => scene.Photo)], ImageColumns.Read(data, "Target"), "Target");
        CollectionAssert.AreEqual(new[] { "facade-0000", "facade-0001", "facade-0002" }, data.GetColumn<string>("Name").ToArray());
    }

    [TestMethod]
    public void OtherSeed_OtherImages()
    {
        RgbImage first = ImageColumns.Read(Data.SyntheticFacades(1, 24, seed: 5), "Target").Single();
        RgbImage second = ImageColumns.Read(Data.SyntheticFacades(1, 24, seed: 6), "Target").Single();
        Assert.IsFalse(first.Pixels.SequenceEqual(second.Pixels));
    }

    [TestMethod]
    public void OutOfRange_Throws()
    {
        ArgumentOutOfRangeException e = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Data.SyntheticFacades(0, 24));
        StringAssert.StartsWith(e.Message, "The number of pairs must be at least 1, but was 0. (Parameter 'count')", StringComparison.Ordinal);
        e = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Data.SyntheticFacades(1, 8));
        StringAssert.StartsWith(e.Message, "The image size must be 16 to 2048 pixels, but was 8. (Parameter 'imageSize')", StringComparison.Ordinal);
    }
}
