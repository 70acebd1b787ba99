namespace GanCompression.Quality.Tests.Features;

[TestClass]
public sealed class FeatureTableTests
{
    [TestMethod]
    public void Add_Rows_AreKeptInOrder()
    {
        var table = new FeatureTable(2);
        for (int i = 0; i < 100; i++)
            table.Add([i, -i]);
        Assert.AreEqual(100, table.Count);
        AssertEx.Close([37, -37], table[37], 0);
        AssertEx.Close([99, -99], table[99], 0);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ = table[100].Length);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ = table[-1].Length);
    }

    [TestMethod]
    public void Add_OtherLength_Throws() =>
        AssertEx.ThrowsWith<ArgumentException>(() => new FeatureTable(3).Add([1, 2]), "has 3 values", "2 came");

    [TestMethod]
    [DataRow(float.NaN)]
    [DataRow(float.PositiveInfinity)]
    public void Add_ValueThatIsNotFinite_ThrowsAndKeepsTheTable(float bad)
    {
        var table = new FeatureTable(2);
        table.Add([1, 2]);
        AssertEx.ThrowsWith<ArgumentException>(() => table.Add([0, bad]), "Feature 1 of image 1", "must be finite");
        Assert.AreEqual(1, table.Count);
    }

    [TestMethod]
    public void Constructor_NoFeatures_Throws() => Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new FeatureTable(0));
}
