using Microsoft.ML.Transforms.Image;

namespace Embedded.MicrosoftML.Tests.Imaging;

[TestClass]
public sealed class ImageTransformTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void LoadImages_ReadsFilesLazily()
    {
        using var folder = new TempFolder();
        using (MLImage image = MLImage.CreateFromPixels(2, 1, MLPixelFormat.Bgra32, [10, 20, 30, 255, 40, 50, 60, 255]))
        {
            image.Save(folder["a.png"]);
        }

        IDataView data = _ml.Data.LoadFromEnumerable(new[] { new PathRow { Path = "a.png" }, new PathRow { Path = "missing.png" } });
        IDataView images = _ml.Transforms.LoadImages("Image", folder.Path, "Path").Fit(data).Transform(data);
        Assert.AreEqual("Image", images.Schema["Image"].Type.ToString());
        using DataViewRowCursor cursor = images.GetRowCursor(images.Schema);
        ValueGetter<MLImage> getter = cursor.GetGetter<MLImage>(images.Schema["Image"]);
        Assert.IsTrue(cursor.MoveNext());
        MLImage value = null!;
        getter(ref value);
        Assert.AreEqual(2, value.Width);
        Assert.AreEqual(folder["a.png"], value.Tag);
        CollectionAssert.AreEqual(new byte[] { 10, 20, 30, 40, 50, 60 }, value.GetBGRPixels);
        Assert.IsTrue(cursor.MoveNext());
        Assert.Throws<IOException>(() => getter(ref value));
    }

    [TestMethod]
    public void LoadImages_FolderOrInputUnfit_Throws()
    {
        Assert.ThrowsExactly<ArgumentException>(() => _ml.Transforms.LoadImages("Image", "no such folder", "Path"));
        IDataView data = _ml.Data.LoadFromEnumerable(new[] { new ImageRow() });
        ArgumentOutOfRangeException error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Transforms.LoadImages("Out", null, "Image").Fit(data));
        Assert.StartsWith("Schema mismatch for input column 'Image': expected String, got Image<2, 4>", error.Message);
    }

    [TestMethod]
    public void LoadRawImageBytes_GivesTheFile()
    {
        using var folder = new TempFolder();
        File.WriteAllBytes(folder["a.bin"], [1, 2, 3]);
        IDataView data = _ml.Data.LoadFromEnumerable(new[] { new PathRow { Path = "a.bin" } });
        IDataView bytes = _ml.Transforms.LoadRawImageBytes("Bytes", folder.Path, "Path").Fit(data).Transform(data);
        Assert.AreEqual("Vector<Byte>", bytes.Schema["Bytes"].Type.ToString());
        CollectionAssert.AreEqual(new byte[] { 1, 2, 3 }, bytes.GetColumn<byte[]>("Bytes").Single());
    }

    [TestMethod]
    public void ResizeImages_EveryKind_GivesTheSize()
    {
        foreach (ImageResizingEstimator.ResizingKind kind in Enum.GetValues<ImageResizingEstimator.ResizingKind>())
        {
            foreach (ImageResizingEstimator.Anchor anchor in Enum.GetValues<ImageResizingEstimator.Anchor>())
            {
                using MLImage image = Resize(3, 5, kind, anchor);
                Assert.AreEqual(3, image.Width);
                Assert.AreEqual(5, image.Height);
                Assert.AreEqual("source", image.Tag);
            }
        }
    }

    [TestMethod]
    public void ResizeImages_IsoPad_LeavesBlackBars()
    {
        using MLImage image = Resize(4, 4, ImageResizingEstimator.ResizingKind.IsoPad, ImageResizingEstimator.Anchor.Center);
        byte[] pixels = image.GetBGRPixels;
        CollectionAssert.AreEqual(new byte[12], pixels[..12]);
        CollectionAssert.AreEqual(new byte[12], pixels[^12..]);
        Assert.AreEqual(200, pixels[12 + 2], 2);
    }

    [TestMethod]
    public void ResizeImages_IsoCrop_KeepsTheAnchoredSide()
    {
        using MLImage left = Resize(2, 2, ImageResizingEstimator.ResizingKind.IsoCrop, ImageResizingEstimator.Anchor.Left);
        using MLImage right = Resize(2, 2, ImageResizingEstimator.ResizingKind.IsoCrop, ImageResizingEstimator.Anchor.Right);
        Assert.AreEqual(200, left.GetBGRPixels[2], 2);
        Assert.AreEqual(100, right.GetBGRPixels[3], 2);
    }

    [TestMethod]
    public void ResizeImages_OneColour_StaysThatColour()
    {
        byte[] pixels = Enumerable.Range(0, 37 * 23).SelectMany(_ => new byte[] { 11, 22, 33, 255 }).ToArray();
        using MLImage source = MLImage.CreateFromPixels(37, 23, MLPixelFormat.Bgra32, pixels);
        foreach ((int width, int height) in new[] { (5, 3), (64, 64), (1, 1) })
        {
            using MLImage image = Resize(source, width, height, ImageResizingEstimator.ResizingKind.IsoCrop, ImageResizingEstimator.Anchor.Center);
            byte[] bgr = image.GetBGRPixels;
            for (int i = 0; i < bgr.Length; i++)
            {
                Assert.AreEqual(11 * ((i % 3) + 1), bgr[i], 1);
            }
        }
    }

    [TestMethod]
    public void ResizeImages_OutputType_HasHeightFirst()
    {
        IDataView data = _ml.Data.LoadFromEnumerable(new[] { new ImageRow() });
        Assert.AreEqual("Image<7, 5>", _ml.Transforms.ResizeImages("Small", 5, 7, "Image").Fit(data).GetOutputSchema(data.Schema)["Small"].Type.ToString());
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Transforms.ResizeImages("Small", 5, 7, "Text").Fit(_ml.Data.LoadFromEnumerable(new[] { new PathRow() })));
    }

    [TestMethod]
    public void ExtractPixels_PlanesAndInterleaved()
    {
        // ExtractPixels disposes the last image with its cursor, so each cursor gets its own.
        IDataView data = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 1)
            .Select(_ => new SmallImageRow { Image = MLImage.CreateFromPixels(2, 1, MLPixelFormat.Bgra32, [10, 20, 30, 255, 40, 50, 60, 255]) }));
        IDataView planes = _ml.Transforms.ExtractPixels("P", "Image").Fit(data).Transform(data);
        Assert.AreEqual("Vector<Single, 3, 1, 2>", planes.Schema["P"].Type.ToString());
        CollectionAssert.AreEqual(new float[] { 30, 60, 20, 50, 10, 40 }, planes.GetColumn<float[]>("P").Single());

        IDataView bytes = _ml.Transforms.ExtractPixels(
            "P", "Image", ImagePixelExtractingEstimator.ColorBits.All, ImagePixelExtractingEstimator.ColorsOrder.ABGR, interleavePixelColors: true, outputAsFloatArray: false).Fit(data).Transform(data);
        Assert.AreEqual("Vector<Byte, 1, 2, 4>", bytes.Schema["P"].Type.ToString());
        CollectionAssert.AreEqual(new byte[] { 255, 10, 20, 30, 255, 40, 50, 60 }, bytes.GetColumn<byte[]>("P").Single());

        IDataView scaled = _ml.Transforms.ExtractPixels("P", "Image", offsetImage: 10, scaleImage: 0.5f).Fit(data).Transform(data);
        CollectionAssert.AreEqual(new float[] { 10, 25, 5, 20, 0, 15 }, scaled.GetColumn<float[]>("P").Single());
    }

    [TestMethod]
    public void ExtractPixels_UnknownSize_ThrowsMlNetsError()
    {
        IDataView data = _ml.Data.LoadFromEnumerable(new[] { new PathRow { Path = "a" } });
        IDataView images = _ml.Transforms.LoadImages("Image", null, "Path").Fit(data).Transform(data);
        ArgumentOutOfRangeException error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Transforms.ExtractPixels("P", "Image").Fit(images));
        Assert.StartsWith("Schema mismatch for input column 'Image': expected known-size image, got unknown-size image", error.Message);
    }

    [TestMethod]
    public void ConvertToImage_UndoesExtractPixels()
    {
        using MLImage image = MLImage.CreateFromPixels(2, 1, MLPixelFormat.Bgra32, [10, 20, 30, 255, 40, 50, 60, 255]);
        IDataView data = _ml.Data.LoadFromEnumerable(new[] { new SmallImageRow { Image = image } });
        IDataView back = _ml.Transforms.ExtractPixels("P", "Image")
            .Append(_ml.Transforms.ConvertToImage(1, 2, "Back", "P")).Fit(data).Transform(data);
        Assert.AreEqual("Image<1, 2>", back.Schema["Back"].Type.ToString());
        using DataViewRowCursor cursor = back.GetRowCursor([back.Schema["Back"]]);
        ValueGetter<MLImage> getter = cursor.GetGetter<MLImage>(back.Schema["Back"]);
        cursor.MoveNext();
        MLImage value = null!;
        getter(ref value);
        CollectionAssert.AreEqual(new byte[] { 10, 20, 30, 255, 40, 50, 60, 255 }, value.Pixels.ToArray());
    }

    [TestMethod]
    public void ConvertToImage_OtherSize_Throws()
    {
        IDataView data = _ml.Data.LoadFromEnumerable(new[] { new VectorRow { V = new float[6] } });
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Transforms.ConvertToImage(2, 2, "Image", "V").Fit(data));
    }

    private MLImage Resize(int width, int height, ImageResizingEstimator.ResizingKind kind, ImageResizingEstimator.Anchor anchor)
    {
        // Left half red (200), right half blue (100); the inner columns repeat, so that a filter at the edge of a half sees only it.
        byte[] red = [0, 0, 200, 255];
        byte[] blue = [100, 0, 0, 255];
        using MLImage source = MLImage.CreateFromPixels(8, 4, MLPixelFormat.Bgra32, Enumerable.Range(0, 32).SelectMany(i => i % 8 < 4 ? red : blue).ToArray());
        source.Tag = "source";
        return Resize(source, width, height, kind, anchor);
    }

    private MLImage Resize(MLImage source, int width, int height, ImageResizingEstimator.ResizingKind kind, ImageResizingEstimator.Anchor anchor)
    {
        IDataView data = _ml.Data.LoadFromEnumerable(new[] { new ImageRow { Image = source } });
        IDataView resized = _ml.Transforms.ResizeImages("Small", width, height, "Image", kind, anchor).Fit(data).Transform(data);
        using DataViewRowCursor cursor = resized.GetRowCursor([resized.Schema["Small"]]);
        ValueGetter<MLImage> getter = cursor.GetGetter<MLImage>(resized.Schema["Small"]);
        cursor.MoveNext();
        MLImage value = null!;
        getter(ref value);
        return value;
    }

    private sealed class PathRow
    {
        public string? Path { get; set; }

        public string? Text { get; set; }
    }

    private sealed class VectorRow
    {
        [VectorType(6)]
        public float[]? V { get; set; }
    }

    private sealed class ImageRow
    {
        [ImageType(2, 4)]
        public MLImage? Image { get; set; }
    }

    private sealed class SmallImageRow
    {
        [ImageType(1, 2)]
        public MLImage? Image { get; set; }
    }
}
