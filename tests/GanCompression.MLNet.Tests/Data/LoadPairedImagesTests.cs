using System.Buffers.Binary;
using System.IO.Hashing;
using Microsoft.ML.Transforms.Image;

namespace GanCompression.MLNet.Tests.Data;

[TestClass]
public sealed class LoadPairedImagesTests : IDisposable
{
    private readonly MLContext _context = new(seed: 1);
    private readonly TempFolder _folder = new();

    private GanCompressionCatalog.DataCatalog Data => _context.GanCompression().Data;

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public void SideBySide_HasThreeColumnsOfTheGivenSize()
    {
        SaveSideBySide("1.png", 8);
        IDataView data = Data.LoadPairedImages(_folder.Path, 12);
        CollectionAssert.AreEqual(new[] { "Source", "Target", "Name" }, data.Schema.Select(column => column.Name).ToArray());
        Assert.AreEqual(new ImageDataViewType(12, 12), data.Schema["Source"].Type);
        Assert.AreEqual(new ImageDataViewType(12, 12), data.Schema["Target"].Type);
        Assert.AreEqual(TextDataViewType.Instance, data.Schema["Name"].Type);
        Assert.AreEqual(1L, data.GetRowCount());
        Assert.IsTrue(data.CanShuffle);
    }

    [TestMethod]
    public void SideBySide_Direction_SwapsTheHalves()
    {
        (RgbImage left, RgbImage right) = SaveSideBySide("1.png", 8);
        IDataView forward = Data.LoadPairedImages(_folder.Path, 8);
        IDataView backward = Data.LoadPairedImages(_folder.Path, 8, PairDirection.BtoA);
        ImageColumns.AreEqual([left], ImageColumns.Read(forward, "Source"), "A to B, source");
        ImageColumns.AreEqual([right], ImageColumns.Read(forward, "Target"), "A to B, target");
        ImageColumns.AreEqual([right], ImageColumns.Read(backward, "Source"), "B to A, source");
        ImageColumns.AreEqual([left], ImageColumns.Read(backward, "Target"), "B to A, target");
    }

    [TestMethod]
    public void SideBySide_OtherSize_IsResizedHalfByHalf()
    {
        (RgbImage left, _) = SaveSideBySide("1.png", 10);
        ImageColumns.AreEqual([left.Resize(6, 6)], ImageColumns.Read(Data.LoadPairedImages(_folder.Path, 6), "Source"), "Resized source");
    }

    [TestMethod]
    public void Rows_ComeInOrdinalOrderOfFileNames()
    {
        foreach (string name in new[] { "b.png", "10.png", "a.PNG", "2.jpg", "B.jpeg", "readme.txt", ".hidden.png" })
            File.WriteAllBytes(_folder[name], []);
        IDataView data = Data.LoadPairedImages(_folder.Path, 8);
        CollectionAssert.AreEqual(new[] { "10", "2", "B", "a", "b" }, data.GetColumn<string>("Name").ToArray());
    }

    [TestMethod]
    public void FolderPairs_AreMatchedByNameWithoutExtension()
    {
        RgbImage a = SaveTo("A", "x.png", 8);
        RgbImage b = SaveTo("B", "x.PNG", 8);
        IDataView data = Data.LoadPairedImages(_folder.Path, 8, PairDirection.BtoA);
        ImageColumns.AreEqual([b], ImageColumns.Read(data, "Source"), "Source");
        ImageColumns.AreEqual([a], ImageColumns.Read(data, "Target"), "Target");
        CollectionAssert.AreEqual(new[] { "x" }, data.GetColumn<string>("Name").ToArray());
    }

    [TestMethod]
    public void TwoFolders_AreSourceAndTarget()
    {
        RgbImage photo = SaveTo("photos", "x.png", 8);
        RgbImage label = SaveTo("labels", "x.png", 8);
        IDataView data = Data.LoadPairedImages(_folder["labels"], _folder["photos"], 8);
        ImageColumns.AreEqual([label], ImageColumns.Read(data, "Source"), "Source");
        ImageColumns.AreEqual([photo], ImageColumns.Read(data, "Target"), "Target");
    }

    [TestMethod]
    public void Cursor_ReadsOnlyActiveColumnsAndOnlyWhenAsked()
    {
        File.WriteAllBytes(_folder["broken.png"], [1, 2, 3]);
        IDataView data = Data.LoadPairedImages(_folder.Path, 8);
        using DataViewRowCursor cursor = data.GetRowCursor(data.Schema);
        ValueGetter<MLImage> source = cursor.GetGetter<MLImage>(data.Schema["Source"]);
        ValueGetter<ReadOnlyMemory<char>> name = cursor.GetGetter<ReadOnlyMemory<char>>(data.Schema["Name"]);
        Assert.IsTrue(cursor.MoveNext());
        ReadOnlyMemory<char> text = default;
        name(ref text);
        Assert.AreEqual("broken", text.ToString());
        MLImage image = null!;
        _ = Assert.ThrowsExactly<FormatException>(() => source(ref image));
    }

    [TestMethod]
    public void Cursor_InactiveColumn_Throws()
    {
        SaveSideBySide("1.png", 8);
        IDataView data = Data.LoadPairedImages(_folder.Path, 8);
        using DataViewRowCursor cursor = data.GetRowCursor([data.Schema["Name"]]);
        Assert.IsFalse(cursor.IsColumnActive(data.Schema["Source"]));
        InvalidOperationException e = Assert.ThrowsExactly<InvalidOperationException>(() => _ = cursor.GetGetter<MLImage>(data.Schema["Source"]));
        Assert.AreEqual("Column 'Source' is not active in this cursor. Ask for it when the cursor is made.", e.Message);
    }

    [TestMethod]
    public void Cursor_BothImagesOfARow_DecodeTheFileOnce()
    {
        SaveSideBySide("1.png", 8);
        IDataView data = Data.LoadPairedImages(_folder.Path, 8);
        using DataViewRowCursor cursor = data.GetRowCursor(data.Schema);
        ValueGetter<MLImage> source = cursor.GetGetter<MLImage>(data.Schema["Source"]);
        ValueGetter<MLImage> target = cursor.GetGetter<MLImage>(data.Schema["Target"]);
        Assert.IsTrue(cursor.MoveNext());
        MLImage first = null!;
        source(ref first);
        File.Delete(_folder["1.png"]);
        MLImage second = null!;
        target(ref second);
        Assert.AreEqual("1", second.Tag);
        Assert.IsFalse(cursor.MoveNext());
        Assert.IsFalse(cursor.MoveNext());
        _ = Assert.ThrowsExactly<InvalidOperationException>(() => source(ref first));
    }

    [TestMethod]
    public void Cursor_Getter_DisposesThePreviousImageOfTheVariable()
    {
        SaveSideBySide("1.png", 8);
        SaveSideBySide("2.png", 8);
        IDataView data = Data.LoadPairedImages(_folder.Path, 8);
        using DataViewRowCursor cursor = data.GetRowCursor([data.Schema["Source"]]);
        ValueGetter<MLImage> source = cursor.GetGetter<MLImage>(data.Schema["Source"]);
        MLImage image = null!;
        Assert.IsTrue(cursor.MoveNext());
        source(ref image);
        MLImage previous = image;
        Assert.IsTrue(cursor.MoveNext());
        source(ref image);
        _ = Assert.ThrowsExactly<InvalidOperationException>(() => _ = previous.Width);
        Assert.AreEqual(8, image.Width);
    }

    [TestMethod]
    public void Shuffle_SameSeed_SameOrderOfAllRows()
    {
        string[] names = [.. Enumerable.Range(10, 20).Select(i => i.ToString(System.Globalization.CultureInfo.InvariantCulture))];
        foreach (string name in names)
            File.WriteAllBytes(_folder[$"{name}.png"], []);
        IDataView data = Data.LoadPairedImages(_folder.Path, 8);
        string[] first = Names(data.GetRowCursor([data.Schema["Name"]], new Random(3)));
        CollectionAssert.AreEqual(first, Names(data.GetRowCursor([data.Schema["Name"]], new Random(3))));
        CollectionAssert.AreNotEqual(names, first);
        CollectionAssert.AreEquivalent(names, first);
    }

    [TestMethod]
    public void CursorSet_SharesTheRows()
    {
        string[] names = [.. Enumerable.Range(10, 7).Select(i => i.ToString(System.Globalization.CultureInfo.InvariantCulture))];
        foreach (string name in names)
            File.WriteAllBytes(_folder[$"{name}.png"], []);
        IDataView data = Data.LoadPairedImages(_folder.Path, 8);
        DataViewRowCursor[] cursors = data.GetRowCursorSet([data.Schema["Name"]], 3);
        Assert.HasCount(3, cursors);
        CollectionAssert.AreEquivalent(names, cursors.SelectMany(Names).ToArray());
        Assert.HasCount(7, data.GetRowCursorSet([data.Schema["Name"]], 100));
    }

    [TestMethod]
    public void Ids_FollowTheImageNotTheOrder()
    {
        foreach (string name in new[] { "1", "2", "3", "4" })
            File.WriteAllBytes(_folder[$"{name}.png"], []);
        IDataView data = Data.LoadPairedImages(_folder.Path, 8);
        CollectionAssert.AreEquivalent(Ids(null), Ids(new Random(1)));

        string[] Ids(Random? rand)
        {
            using DataViewRowCursor cursor = data.GetRowCursor([data.Schema["Name"]], rand);
            ValueGetter<DataViewRowId> getId = cursor.GetIdGetter();
            ValueGetter<ReadOnlyMemory<char>> getName = cursor.GetGetter<ReadOnlyMemory<char>>(data.Schema["Name"]);
            var ids = new List<string>();
            DataViewRowId id = default;
            ReadOnlyMemory<char> name = default;
            while (cursor.MoveNext())
            {
                getId(ref id);
                getName(ref name);
                ids.Add($"{id.Low} {name}");
            }

            return [.. ids];
        }
    }

    [TestMethod]
    public void MissingFolder_NamesIt()
    {
        string path = _folder["nowhere"];
        DirectoryNotFoundException e = Assert.ThrowsExactly<DirectoryNotFoundException>(() => Data.LoadPairedImages(path, 8));
        Assert.AreEqual($"There is no folder '{path}' (full path '{path}'). Give the folder that holds the images.", e.Message);
        SaveSideBySide("1.png", 8);
        _ = AssertEx.ThrowsWith<DirectoryNotFoundException>(() => Data.LoadPairedImages(_folder.Path, path, 8), $"There is no folder '{path}'");
    }

    [TestMethod]
    public void EmptyFolder_NamesTheExtensions()
    {
        File.WriteAllText(_folder["notes.txt"], "");
        ArgumentException e = Assert.ThrowsExactly<ArgumentException>(() => Data.LoadPairedImages(_folder.Path, 8));
        Assert.AreEqual($"There are no images in '{_folder.Path}'; expected files with the extensions .jpg, .jpeg, .png. (Parameter 'path')", e.Message);
    }

    [TestMethod]
    public void UnpairedDataSet_IsExplained()
    {
        Directory.CreateDirectory(_folder["trainA"]);
        Directory.CreateDirectory(_folder["trainB"]);
        ArgumentException e = Assert.ThrowsExactly<ArgumentException>(() => Data.LoadPairedImages(_folder.Path, 8));
        Assert.AreEqual($"'{_folder.Path}' holds an unpaired data set: it has the subfolder trainA. Pairs need side-by-side images, or the subfolders A and B with files of the same name. For unpaired images use LoadUnpairedImages. (Parameter 'path')", e.Message);
    }

    [TestMethod]
    public void OnlyOneSubfolder_IsExplained()
    {
        Directory.CreateDirectory(_folder["B"]);
        _ = AssertEx.ThrowsWith<ArgumentException>(() => Data.LoadPairedImages(_folder.Path, 8), "has the subfolder B but not A. Pairs need both.");
    }

    [TestMethod]
    public void ImagesBesideSubfolders_AreRefused()
    {
        SaveTo("A", "x.png", 8);
        SaveTo("B", "x.png", 8);
        SaveSideBySide("1.png", 8);
        _ = AssertEx.ThrowsWith<ArgumentException>(() => Data.LoadPairedImages(_folder.Path, 8), "holds both images and the subfolders A and B");
    }

    [TestMethod]
    public void UnmatchedNames_AreListed()
    {
        SaveTo("A", "1.png", 8);
        SaveTo("A", "3.png", 8);
        SaveTo("B", "1.png", 8);
        SaveTo("B", "2.png", 8);
        ArgumentException e = Assert.ThrowsExactly<ArgumentException>(() => Data.LoadPairedImages(_folder.Path, 8));
        (string a, string b) = (_folder["A"], _folder["B"]);
        Assert.AreEqual($"The images of '{a}' and '{b}' do not match by name: '{b}' has no image for 3; '{a}' has no image for 2.", e.Message);
    }

    [TestMethod]
    public void SameNameTwice_IsRefused()
    {
        SaveTo("A", "1.png", 8);
        SaveTo("A", "1.jpg", 8);
        SaveTo("B", "1.png", 8);
        _ = AssertEx.ThrowsWith<ArgumentException>(() => Data.LoadPairedImages(_folder.Path, 8), "has two images named '1': '1.jpg' and '1.png'");
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(-1)]
    [DataRow(8193)]
    public void ImageSize_OutOfRange_Throws(int size)
    {
        SaveSideBySide("1.png", 8);
        ArgumentOutOfRangeException e = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Data.LoadPairedImages(_folder.Path, size));
        StringAssert.StartsWith(e.Message, FormattableString.Invariant($"The image size must be 1 to 8192 pixels, but was {size}. (Parameter 'imageSize')"), StringComparison.Ordinal);
    }

    [TestMethod]
    public void OddWidth_NamesTheFile()
    {
        TestImages.Save(TestImages.Noise("odd", 15, 8), _folder["odd.png"]);
        FormatException e = ReadFails();
        Assert.AreEqual($"'{_folder["odd.png"]}' is 15 pixels wide, which cannot be split into two images side by side; expected an even width. For images in two folders use A/ and B/ subfolders.", e.Message);
    }

    [TestMethod]
    public void TruncatedJpeg_NamesTheFile()
    {
        SaveSideBySide("cut.jpg", 32);
        byte[] content = File.ReadAllBytes(_folder["cut.jpg"]);
        File.WriteAllBytes(_folder["cut.jpg"], content[..(content.Length * 3 / 4)]);
        Assert.AreEqual($"'{_folder["cut.jpg"]}' is truncated: the JPEG data stops before its end marker. Copy the file again from where it came, or remove it.", ReadFails().Message);
    }

    [TestMethod]
    public void TruncatedPng_NamesTheFile()
    {
        SaveSideBySide("cut.png", 8);
        byte[] content = File.ReadAllBytes(_folder["cut.png"]);
        File.WriteAllBytes(_folder["cut.png"], content[..^13]);
        Assert.AreEqual($"'{_folder["cut.png"]}' is truncated: the PNG data stops before its last chunk. Copy the file again from where it came, or remove it.", ReadFails().Message);
    }

    [TestMethod]
    public void PngBomb_IsRefusedBeforeItIsDecoded()
    {
        SaveSideBySide("bomb.png", 8);
        byte[] content = File.ReadAllBytes(_folder["bomb.png"]);
        new byte[] { 0, 1, 0, 0, 0, 1, 0, 0 }.CopyTo(content, 16);
        BinaryPrimitives.WriteUInt32BigEndian(content.AsSpan(29), Crc32.HashToUInt32(content.AsSpan(12, 17)));
        File.WriteAllBytes(_folder["bomb.png"], content);
        Assert.AreEqual($"'{_folder["bomb.png"]}' declares an image of 65536×65536 pixels; at most 67108864 pixels, and 32768 in a row or column, are supported. Make the image smaller.", ReadFails().Message);
    }

    [TestMethod]
    public void DamagedPixels_NameTheFile()
    {
        SaveSideBySide("bad.png", 8);
        byte[] content = File.ReadAllBytes(_folder["bad.png"]);
        content[^20] ^= 0x10;
        File.WriteAllBytes(_folder["bad.png"], content);
        Assert.AreEqual($"'{_folder["bad.png"]}' is damaged: its PNG data cannot be decoded (ErrorInInput). Copy the file again from where it came, or remove it.", ReadFails().Message);
    }

    [TestMethod]
    public void UndecodablePixels_NameTheFile()
    {
        // A right checksum over data that are no compressed pixels.
        SaveSideBySide("bad.png", 8);
        byte[] content = File.ReadAllBytes(_folder["bad.png"]);
        int data = content.AsSpan().IndexOf("IDAT"u8);
        int length = BinaryPrimitives.ReadInt32BigEndian(content.AsSpan(data - 4));
        content.AsSpan(data + 4, length).Clear();
        BinaryPrimitives.WriteUInt32BigEndian(content.AsSpan(data + 4 + length), Crc32.HashToUInt32(content.AsSpan(data, 4 + length)));
        File.WriteAllBytes(_folder["bad.png"], content);
        StringAssert.StartsWith(ReadFails().Message, $"'{_folder["bad.png"]}' is damaged: its PNG data cannot be decoded (", StringComparison.Ordinal);
    }

    [TestMethod]
    public void OtherContent_NamesTheFileAndItsBytes()
    {
        File.WriteAllText(_folder["pointer.jpg"], "version https://example");
        Assert.AreEqual($"'{_folder["pointer.jpg"]}' is not a JPEG or PNG image: it begins with the bytes 76657273696F6E20.", ReadFails().Message);
    }

    [TestMethod]
    public void EmptyFile_NamesTheFile()
    {
        File.WriteAllBytes(_folder["empty.png"], []);
        Assert.AreEqual($"'{_folder["empty.png"]}' is empty; expected a JPEG or PNG image.", ReadFails().Message);
    }

    [TestMethod]
    public void JpegWithPreviewInside_IsComplete()
    {
        // A preview inside an application segment has markers of its own, which must not be taken for the image's.
        SaveSideBySide("photo.jpg", 16);
        byte[] content = File.ReadAllBytes(_folder["photo.jpg"]);
        byte[] preview = [0xFF, 0xD8, 0xFF, 0xC0, 0, 8, 8, 0, 1, 0, 1, 3, 0xFF, 0xD9];
        byte[] segment = [0xFF, 0xE1, 0, (byte)(preview.Length + 2), .. preview];
        File.WriteAllBytes(_folder["photo.jpg"], [.. content[..2], .. segment, .. content[2..]]);
        RgbImage image = ImageColumns.Read(Data.LoadPairedImages(_folder.Path, 16), "Source").Single();
        Assert.AreEqual((16, 16), (image.Width, image.Height));
    }

    [TestMethod]
    public void PublishedFacades_ReadBothHalves()
    {
        string path = SharedData.Folder("data", "facades", "val");
        IDataView data = Data.LoadPairedImages(path, 64, PairDirection.BtoA);
        Assert.AreEqual(100L, data.GetRowCount());
        IDataView two = _context.Data.TakeRows(data, 2);
        RgbImage[] labels = ImageColumns.Read(two, "Source");
        RgbImage[] photos = ImageColumns.Read(two, "Target");

        // Label maps of facades are mostly saturated blue.
        Assert.IsGreaterThan(Blueness(photos[0]) + 50, Blueness(labels[0]));

        static double Blueness(RgbImage image)
        {
            double sum = 0;
            for (int i = 0; i < image.Pixels.Length; i += 3)
                sum += image.Pixels[i + 2] - image.Pixels[i];
            return sum / (image.Pixels.Length / 3);
        }
    }

    private (RgbImage Left, RgbImage Right) SaveSideBySide(string name, int size)
    {
        RgbImage left = TestImages.Noise($"left {name}", size, size);
        RgbImage right = TestImages.Noise($"right {name}", size, size);
        TestImages.Save(TestImages.SideBySide(left, right), _folder[name]);
        return (left, right);
    }

    private RgbImage SaveTo(string folder, string name, int size)
    {
        Directory.CreateDirectory(_folder[folder]);
        RgbImage image = TestImages.Noise($"{folder} {name}", size, size);
        TestImages.Save(image, _folder[folder, name]);
        return image;
    }

    private FormatException ReadFails()
    {
        IDataView data = Data.LoadPairedImages(_folder.Path, 8);
        return Assert.ThrowsExactly<FormatException>(() => _ = ImageColumns.Read(data, "Source"));
    }

    private static string[] Names(DataViewRowCursor cursor)
    {
        using (cursor)
        {
            ValueGetter<ReadOnlyMemory<char>> getter = cursor.GetGetter<ReadOnlyMemory<char>>(cursor.Schema["Name"]);
            var names = new List<string>();
            ReadOnlyMemory<char> name = default;
            while (cursor.MoveNext())
            {
                getter(ref name);
                names.Add(name.ToString());
            }

            return [.. names];
        }
    }
}
