namespace GanCompression.Tests;

[TestClass]
public class AssertExTests
{
    [TestMethod]
    public void Close_DifferenceOrNaNOrLength_Fails()
    {
        AssertEx.Close([1, 2], [1.09f, 1.91f], 0.1);
        AssertEx.Close([float.NaN], [float.NaN], 0);
        AssertEx.ThrowsWith<AssertFailedException>(() => AssertEx.Close([1, 2, 3], [1, 2.2f, 3.1f], 0.15, "Output"), "Output: value 1 of 3 should be 2");
        AssertEx.ThrowsWith<AssertFailedException>(() => AssertEx.Close([1], [float.NaN], 1), "but is NaN");
        Assert.ThrowsExactly<AssertFailedException>(() => AssertEx.Close([1], [1, 2], 1));
        Assert.ThrowsExactly<AssertFailedException>(() => AssertEx.Close(1.0, double.NaN, 1));
        Assert.ThrowsExactly<AssertFailedException>(() => AssertEx.Close(1.0, 1.2, 0.1));
        AssertEx.Close(2, AssertEx.MaxDifference([1, 2], [1, 4]), 0);
    }

    [TestMethod]
    public void ThrowsWith_OtherTypeOrMessage_Fails()
    {
        Assert.ThrowsExactly<AssertFailedException>(() => AssertEx.ThrowsWith<FormatException>(() => throw new InvalidOperationException("x"), "x"));
        Assert.ThrowsExactly<AssertFailedException>(() => AssertEx.ThrowsWith<FormatException>(() => throw new FormatException("x"), "y"));
        Assert.ThrowsExactly<AssertFailedException>(() => AssertEx.ThrowsWith<FormatException>(() => { }));
    }
}
