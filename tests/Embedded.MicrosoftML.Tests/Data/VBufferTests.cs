namespace Embedded.MicrosoftML.Tests.Data;

[TestClass]
public sealed class VBufferTests
{
    private static readonly VBuffer<float> s_sparse = new(5, 2, [10, 30], [1, 3]);

    [TestMethod]
    public void Sparse_ReadsAsDense()
    {
        CollectionAssert.AreEqual(new float[] { 0, 10, 0, 30, 0 }, s_sparse.DenseValues().ToArray());
        CollectionAssert.AreEqual(new[] { 1, 3 }, s_sparse.Items().Select(item => item.Key).ToArray());
        Assert.AreEqual(5, s_sparse.Items(all: true).Count());
        Assert.AreEqual(30, s_sparse.GetItemOrDefault(3));
        Assert.AreEqual(0, s_sparse.GetItemOrDefault(2));
        Assert.IsFalse(s_sparse.IsDense);
        var target = new float[7];
        s_sparse.CopyTo(target, 1, -1);
        CollectionAssert.AreEqual(new float[] { 0, -1, 10, -1, 30, -1, 0 }, target);
        Assert.AreEqual("Sparse vector of size 5, 2 explicit values", s_sparse.ToString());
    }

    [TestMethod]
    public void CopyTo_Range_KeepsSparseness()
    {
        VBuffer<float> part = default;
        s_sparse.CopyTo(ref part, 2, 3);
        CollectionAssert.AreEqual(new float[] { 0, 30, 0 }, part.DenseValues().ToArray());
        Assert.AreEqual(1, part.GetValues().Length);
        s_sparse.CopyTo(ref part, 0, 0);
        Assert.AreEqual(0, part.Length);
    }

    [TestMethod]
    public void CopyToDense_OfSparse_IsDense()
    {
        VBuffer<float> dense = default;
        s_sparse.CopyToDense(ref dense);
        Assert.IsTrue(dense.IsDense);
        CollectionAssert.AreEqual(new float[] { 0, 10, 0, 30, 0 }, dense.GetValues().ToArray());
    }

    [TestMethod]
    public void Editor_ReusesTheBuffer()
    {
        VBuffer<float> buffer = default;
        VBufferEditor<float> first = VBufferEditor.Create(ref buffer, 4);
        Assert.IsTrue(first.CreatedNewValues);
        first.Values.Fill(7);
        buffer = first.Commit();
        VBufferEditor<float> second = VBufferEditor.Create(ref buffer, 3);
        Assert.IsFalse(second.CreatedNewValues);
        buffer = second.Commit();
        Assert.AreEqual(3, buffer.Length);
        Assert.AreEqual(7, buffer.GetItemOrDefault(2));
    }

    [TestMethod]
    public void CopyTo_TooSmallTarget_Throws()
        => Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => s_sparse.CopyTo(new float[4]));

    [TestMethod]
    public void Constructor_TooFewValues_Throws()
        => Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new VBuffer<float>(3, [1, 2]));
}
