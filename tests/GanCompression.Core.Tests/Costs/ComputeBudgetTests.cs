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
    public void Latency_IsCheckedByAGivenTimeAlone()
    {
        ComputeBudget budget = ComputeBudget.Latency(TimeSpan.FromMilliseconds(2.5));
        Assert.AreEqual(ComputeBudgetKind.Latency, budget.Kind);
        Assert.AreEqual(2.5, budget.Limit);
        Assert.AreSame(budget, budget.For(ComputeCost.Of(GeneratorNetworks.ResNet(new() { BaseWidth = 4, Blocks = 2 }), 16, 16)));
        Assert.IsTrue(budget.Allows(long.MaxValue, long.MaxValue, TimeSpan.FromMilliseconds(2.5)));
        Assert.IsFalse(budget.Allows(0, 0, TimeSpan.FromMilliseconds(2.5001)));
        Assert.IsTrue(ComputeBudget.Parameters(5).Allows(0, 5, TimeSpan.MaxValue));
        _ = AssertEx.ThrowsWith<InvalidOperationException>(() => budget.Allows(1, 1), "A budget of at most 2.5 ms per image cannot be checked by multiply-adds and parameters. Give the latency too");
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(-1)]
    public void Latency_NotPositive_IsRefused(int milliseconds) =>
        _ = AssertEx.ThrowsWith<ArgumentOutOfRangeException>(() => ComputeBudget.Latency(TimeSpan.FromMilliseconds(milliseconds)), $"A budget of latency must be above 0 ms, but was {milliseconds} ms.");

    [TestMethod]
    public void ToString_SaysWhatIsLimited()
    {
        Assert.AreEqual("12 times fewer multiply-adds than the teacher", ComputeBudget.Ratio(12).ToString());
        Assert.AreEqual("at most 3,000,000,000 multiply-adds", ComputeBudget.MultiplyAdds(3e9).ToString());
        Assert.AreEqual("at most 700,000 parameters", ComputeBudget.Parameters(7e5).ToString());
        Assert.AreEqual("at most 0.25 ms per image", ComputeBudget.Latency(TimeSpan.FromMicroseconds(250)).ToString());
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
