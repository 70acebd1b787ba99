namespace GanCompression.Tests.Costs;

[TestClass]
public sealed class ComputeBudgetTests
{
    [TestMethod]
    public void For_Ratio_DividesTheTeachersMultiplyAdds()
    {
        ComputeCost teacher = ComputeCost.Of(GeneratorNetworks.ResNet(new() { BaseWidth = 4, Blocks = 2 }), 16, 16);
        ComputeBudget budget = ComputeBudget.Ratio(12).For(teacher);
        Assert.AreEqual(ComputeBudget.MultiplyAdds(teacher.MultiplyAdds / 12), budget);
        Assert.IsTrue(budget.Allows(teacher.MultiplyAdds / 12, long.MaxValue));
        Assert.IsFalse(budget.Allows(teacher.MultiplyAdds / 12 + 1, 0));
        Assert.AreEqual(ComputeBudget.Parameters(5), ComputeBudget.Parameters(5).For(teacher));
        Assert.IsTrue(ComputeBudget.Parameters(5).Allows(long.MaxValue, 5));
        Assert.IsFalse(ComputeBudget.Parameters(5).Allows(0, 6));
    }

    [TestMethod]
    public void ToString_SaysWhatIsLimited()
    {
        Assert.AreEqual("12 times fewer multiply-adds than the teacher", ComputeBudget.Ratio(12).ToString());
        Assert.AreEqual("at most 3,000,000,000 multiply-adds", ComputeBudget.MultiplyAdds(3e9).ToString());
        Assert.AreEqual("at most 700,000 parameters", ComputeBudget.Parameters(7e5).ToString());
    }

    [TestMethod]
    [DataRow(0.5)]
    [DataRow(double.NaN)]
    [DataRow(double.PositiveInfinity)]
    public void Create_LimitOutOfRange_NamesIt(double limit)
    {
        _ = AssertEx.ThrowsWith<ArgumentOutOfRangeException>(() => ComputeBudget.Ratio(limit), "A budget of times fewer multiply-adds must be at least 1, but was");
        _ = AssertEx.ThrowsWith<ArgumentOutOfRangeException>(() => ComputeBudget.MultiplyAdds(limit), "A budget of multiply-adds must be at least 1");
        _ = AssertEx.ThrowsWith<ArgumentOutOfRangeException>(() => ComputeBudget.Parameters(limit), "A budget of parameters must be at least 1");
    }
}
