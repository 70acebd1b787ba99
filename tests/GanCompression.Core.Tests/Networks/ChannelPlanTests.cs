namespace GanCompression.Tests;

[TestClass]
public class ChannelPlanTests
{
    [TestMethod]
    public void Parse_EightEntries_NamesThem()
    {
        ChannelPlan plan = ChannelPlan.Parse("1_2_3_4_5_6_7_8");

        Assert.AreEqual((1, 2, 3, 7, 8), (plan.Stem, plan.Down1, plan.Down2, plan.Up1, plan.Up2));
        CollectionAssert.AreEqual(new[] { 4, 4, 4, 5, 5, 5, 6, 6, 6 }, Enumerable.Range(0, 9).Select(block => plan.Inner(block, 9)).ToArray());
        CollectionAssert.AreEqual(new[] { 4, 4, 5, 5, 6, 6 }, Enumerable.Range(0, 6).Select(block => plan.Inner(block, 6)).ToArray());
        Assert.AreEqual("1_2_3_4_5_6_7_8", plan.ToString());
    }

    [TestMethod]
    public void Parse_SixEntries_HasOneInnerWidth()
    {
        ChannelPlan plan = ChannelPlan.Parse("1_2_3_4_5_6");

        Assert.AreEqual((5, 6), (plan.Up1, plan.Up2));
        Assert.IsTrue(Enumerable.Range(0, 9).All(block => plan.Inner(block, 9) == 4));
    }

    [TestMethod]
    public void Equals_SameEntries_IsTrueWithEqualHash()
    {
        Assert.AreEqual(ChannelPlan.Uniform(16), ChannelPlan.Parse("16_16_16_16_16_16_16_16"));
        Assert.AreEqual(ChannelPlan.Uniform(16).GetHashCode(), ChannelPlan.Parse("16_16_16_16_16_16_16_16").GetHashCode());
        Assert.AreNotEqual(ChannelPlan.Uniform(16), ChannelPlan.Uniform(16, 6));
    }

    [TestMethod]
    [DataRow("16_16", "has 2 entries; expected 8")]
    [DataRow("16_16_16_16_16_16_16", "has 7 entries")]
    [DataRow("", "'' is not a whole number")]
    [DataRow("16_16_32_x_32_32_16_16", "'x' is not a whole number")]
    [DataRow("16_16_32_-1_32_32_16_16", "'-1' is not a whole number")]
    [DataRow("16_16_32_1.5_32_32_16_16", "'1.5' is not a whole number")]
    [DataRow("16_16_32_99999999999_32_32_16_16", "'99999999999' is not a whole number")]
    [DataRow("16_16_0_16_32_32_16_16", "entry 3 is 0; expected 1 to 4096")]
    [DataRow("16_16_16_16_32_32_16_4097", "entry 8 is 4097")]
    public void Parse_WrongText_NamesTextAndProblem(string text, string problem) =>
        AssertEx.ThrowsWith<FormatException>(() => ChannelPlan.Parse(text), $"Channel plan '{text}'", problem);

    [TestMethod]
    public void Uniform_WrongNumberOfEntries_Throws()
    {
        AssertEx.ThrowsWith<ArgumentOutOfRangeException>(() => ChannelPlan.Uniform(8, 7), "six or eight entries");
        AssertEx.ThrowsWith<ArgumentOutOfRangeException>(() => ChannelPlan.Uniform(8, -1), "six or eight entries");
    }

    [TestMethod]
    public void Inner_BlockOutOfRange_Throws()
    {
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => ChannelPlan.Uniform(8).Inner(9, 9));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => ChannelPlan.Uniform(8).Inner(-1, 9));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => ChannelPlan.Uniform(8).Inner(0, 0));
    }
}
