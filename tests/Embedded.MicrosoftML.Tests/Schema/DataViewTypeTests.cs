using Microsoft.ML.Transforms.Image;

namespace Embedded.MicrosoftML.Tests.Schema;

[TestClass]
public sealed class DataViewTypeTests
{
    [TestMethod]
    public void ToString_OfEveryKind_IsMlNets()
    {
        Assert.AreEqual("Single", NumberDataViewType.Single.ToString());
        Assert.AreEqual("String", TextDataViewType.Instance.ToString());
        Assert.AreEqual("Boolean", BooleanDataViewType.Instance.ToString());
        Assert.AreEqual("Key<UInt32, 0-4>", new KeyDataViewType(typeof(uint), 5).ToString());
        Assert.AreEqual("Vector<Single>", new VectorDataViewType(NumberDataViewType.Single).ToString());
        Assert.AreEqual("Vector<Single, 3>", new VectorDataViewType(NumberDataViewType.Single, 3).ToString());
        Assert.AreEqual("Vector<Byte, 3, *, 8>", new VectorDataViewType(NumberDataViewType.Byte, 3, 0, 8).ToString());
        Assert.AreEqual("Image", new ImageDataViewType().ToString());
        Assert.AreEqual("Image<4, 5>", new ImageDataViewType(4, 5).ToString());
    }

    [TestMethod]
    public void Equals_SameShape_IsTrueAndHashesAgree()
    {
        var a = new VectorDataViewType(NumberDataViewType.Single, 2, 3);
        var b = new VectorDataViewType(NumberDataViewType.Single, 2, 3);
        Assert.IsTrue(a.Equals(b));
        Assert.AreEqual(a.GetHashCode(), b.GetHashCode());
        Assert.IsFalse(a.Equals(new VectorDataViewType(NumberDataViewType.Single, 6)));
        Assert.IsTrue(new ImageDataViewType(4, 5).Equals(new ImageDataViewType(4, 5)));
        Assert.AreEqual(new ImageDataViewType(4, 5).GetHashCode(), new ImageDataViewType(4, 5).GetHashCode());
        Assert.IsFalse(new ImageDataViewType(4, 5).Equals(new ImageDataViewType(5, 4)));
        Assert.IsTrue(new KeyDataViewType(typeof(byte), 7).Equals(new KeyDataViewType(typeof(byte), 7)));
    }

    [TestMethod]
    public void Vector_KnowsItsSize()
    {
        Assert.AreEqual(6, new VectorDataViewType(NumberDataViewType.Single, 2, 3).Size);
        Assert.IsFalse(new VectorDataViewType(NumberDataViewType.Single).IsKnownSize);
        Assert.AreEqual(typeof(VBuffer<float>), new VectorDataViewType(NumberDataViewType.Single).RawType);
    }

    [TestMethod]
    public void Primitive_OfDisposableType_IsRefused()
        => Assert.Throws<ArgumentException>(() => new DisposableValueType());

    [TestMethod]
    public void ImageType_WithoutSize_IsUnknown()
    {
        Assert.AreEqual(0, new ImageDataViewType().Width);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new ImageDataViewType(0, 4));
    }

    [TestMethod]
    public void Register_TypeThatIsKnownAlready_Throws()
        => Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => DataViewTypeManager.Register(new PairType(), typeof(float)));

    [TestMethod]
    public void Register_SameTwice_IsAllowed()
    {
        DataViewTypeManager.Register(new PairType(), typeof(Pair));
        DataViewTypeManager.Register(new PairType(), typeof(Pair));
    }

    private sealed class Pair
    {
    }

    private sealed class PairType : StructuredDataViewType
    {
        public PairType()
            : base(typeof(Pair))
        {
        }

        public override bool Equals(DataViewType? other) => other is PairType;

        public override int GetHashCode() => 17;
    }

    private sealed class DisposableValueType : PrimitiveDataViewType
    {
        public DisposableValueType()
            : base(typeof(MemoryStream))
        {
        }

        public override bool Equals(DataViewType? other) => other is DisposableValueType;
    }
}
