using Microsoft.ML.Transforms.Image;

namespace GanCompression.MLNet.Tests.Data;

[TestClass]
public sealed class LoadUnpairedImagesTests : IDisposable
{
    private readonly MLContext _context = new(seed: 1);
    private readonly TempFolder _folder = new();

    private GanCompressionCatalog.DataCatalog Data => _context.GanCompression().Data;

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public void Rows_ShorterSetBeginsAgain()
    {
        RgbImage[] a = Save("trainA", 5);
        RgbImage[] b = Save("trainB", 2);
        IDataView data = Data.LoadUnpairedImages(_folder.Path, 8);
        Assert.AreEqual(5L, data.GetRowCount());
        Assert.AreEqual(new ImageDataViewType(8, 8), data.Schema["Target"].Type);
        ImageColumns.AreEqual(a, ImageColumns.Read(data, "Source"), "Source");
        ImageColumns.AreEqual([b[0], b[1], b[0], b[1], b[0]], ImageColumns.Read(data, "Target"), "Target");
        CollectionAssert.AreEqual(new[] { "0", "1", "2", "3", "4" }, data.GetColumn<string>("Name").ToArray());
    }

    [TestMethod]
    public void Direction_ExchangesTheSets()
    {
        RgbImage[] a = Save("testA", 3);
        RgbImage[] b = Save("testB", 2);
        IDataView data = Data.LoadUnpairedImages(_folder.Path, 8, PairDirection.BtoA, split: "test");
        ImageColumns.AreEqual([b[0], b[1], b[0]], ImageColumns.Read(data, "Source"), "Source");
        ImageColumns.AreEqual(a, ImageColumns.Read(data, "Target"), "Target");
        CollectionAssert.AreEqual(new[] { "0", "1", "0" }, data.GetColumn<string>("Name").ToArray());
    }

    [TestMethod]
    public void Folders_OfAnyName_AreSourceAndTarget()
    {
        RgbImage[] horses = Save("horses", 1);
        RgbImage[] zebras = Save("zebras", 2);
        IDataView data = Data.LoadUnpairedImages(_folder["horses"], _folder["zebras"], 8);
        ImageColumns.AreEqual([horses[0], horses[0]], ImageColumns.Read(data, "Source"), "Source");
        ImageColumns.AreEqual(zebras, ImageColumns.Read(data, "Target"), "Target");
    }

    [TestMethod]
    public void TargetColumn_SaysThatItIsUnpaired_EvenBehindOtherStages()
    {
        Save("A", 2);
        Save("B", 2);
        IDataView data = Data.LoadUnpairedImages(_folder.Path, 8, split: "");
        Assert.IsTrue(IsUnpaired(data, "Target"));
        Assert.IsFalse(IsUnpaired(data, "Source"));
        Assert.IsFalse(IsUnpaired(Data.LoadPairedImages(_folder.Path, 8), "Target"));
        Assert.IsTrue(IsUnpaired(_context.Data.TakeRows(data, 1), "Target"));
        IDataView generated = _context.GanCompression().Transforms.ApplyGenerator("Generated", TinyGenerators.Dense(), "Source").Fit(data).Transform(data);
        Assert.IsTrue(IsUnpaired(generated, "Target"));
    }

    [TestMethod]
    public void MissingFolders_AreNamed()
    {
        _ = AssertEx.ThrowsWith<DirectoryNotFoundException>(() => Data.LoadUnpairedImages(_folder["none"], 8), $"There is no folder '{_folder["none"]}'", "trainA and trainB");
        Save("trainA", 1);
        _ = AssertEx.ThrowsWith<DirectoryNotFoundException>(() => Data.LoadUnpairedImages(_folder.Path, 8), "has no subfolder 'trainB'", "give both folders");
        _ = AssertEx.ThrowsWith<DirectoryNotFoundException>(() => Data.LoadUnpairedImages(_folder["trainA"], _folder["else"], 8), $"There is no folder '{_folder["else"]}'");
        Directory.CreateDirectory(_folder["trainB"]);
        _ = AssertEx.ThrowsWith<ArgumentException>(() => Data.LoadUnpairedImages(_folder.Path, 8), $"There are no images in '{_folder["trainB"]}'");
    }

    [TestMethod]
    public void Values_OutOfRange_Throw()
    {
        _ = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Data.LoadUnpairedImages(_folder.Path, 0));
        _ = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Data.LoadUnpairedImages(_folder.Path, 8, (PairDirection)5));
    }

    [TestMethod]
    public void PublishedApplesAndOranges_AreRead()
    {
        string path = SharedData.Folder("data", "apple2orange_mini");
        IDataView data = _context.Data.TakeRows(Data.LoadUnpairedImages(path, 16, split: "test"), 2);
        Assert.HasCount(2, ImageColumns.Read(data, "Source"));
        Assert.HasCount(2, ImageColumns.Read(data, "Target"));
    }

    private static bool IsUnpaired(IDataView data, string column) => UnpairedAnnotation.IsOn(SchemaShapes.Of(data.Schema).First(candidate => candidate.Name == column));

    private RgbImage[] Save(string folder, int count)
    {
        Directory.CreateDirectory(_folder[folder]);
        RgbImage[] images = [.. Enumerable.Range(0, count).Select(i => TestImages.Noise($"{folder} {i}", 8, 8))];
        for (int i = 0; i < count; i++)
            TestImages.Save(images[i], _folder[folder, $"{i}.png"]);
        return images;
    }
}
