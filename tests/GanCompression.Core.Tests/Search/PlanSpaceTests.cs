namespace GanCompression.Tests.Search;

[TestClass]
public sealed class PlanSpaceTests
{
    private static readonly ResNetGeneratorOptions s_tiny = new() { Blocks = 3 };

    [TestMethod]
    public void PriceOf_EveryPlanOfASmallSet_EqualsTheGraphsCost()
    {
        var set = new ChannelSet([4, 2], [3, 2], [4, 1, 2], [2, 3], [4, 2], [3], [2, 4], [3, 1]);
        var space = new PlanSpace(set, plan => GeneratorNetworks.SubMobileResNet(plan, s_tiny), 16, 24);
        IReadOnlyList<PricedPlan> all = space.FeasiblePlans(ComputeBudget.MultiplyAdds(1e15));
        Assert.HasCount((int)set.Count, all);
        Assert.HasCount((int)set.Count, all.Select(plan => plan.Plan).Distinct().ToArray());
        foreach (PricedPlan priced in all)
        {
            ComputeCost cost = ComputeCost.Of(space.GraphOf(priced.Plan), 16, 24);
            Assert.AreEqual(cost.MultiplyAdds, priced.MultiplyAdds, priced.Plan.ToString());
            Assert.AreEqual(cost.Parameters, priced.Parameters, priced.Plan.ToString());
            Assert.AreEqual(priced, space.PriceOf(priced.Plan));
        }
    }

    [TestMethod]
    public void FeasiblePlans_Budget_AreExactlyThePlansWithinIt()
    {
        var space = new PlanSpace(ChannelSet.Uniform(4, 3, 2), plan => GeneratorNetworks.LegacySubMobileResNet(plan, s_tiny), 16, 16);
        IReadOnlyList<PricedPlan> all = space.FeasiblePlans(ComputeBudget.MultiplyAdds(1e15));
        foreach (ComputeBudget budget in new[] { ComputeBudget.MultiplyAdds(all[all.Count / 3].MultiplyAdds), ComputeBudget.Parameters(all[all.Count / 2].Parameters) })
        {
            IReadOnlyList<PricedPlan> feasible = space.FeasiblePlans(budget);
            Assert.AreSequenceEqual(all.Where(plan => budget.Allows(plan.MultiplyAdds, plan.Parameters)).ToArray(), feasible.ToArray());
            Assert.AreEqual(feasible.Count, space.CountFeasible(budget));
        }
    }

    [TestMethod]
    public void FeasiblePlans_PublishedSet_AreCounted()
    {
        var space = new PlanSpace(ChannelSet.Published("channels-64-cycleGAN"), plan => GeneratorNetworks.SubMobileResNet(plan), 256, 256);
        Assert.AreEqual(390_625, space.CountFeasible(ComputeBudget.MultiplyAdds(1e15)));

        // About a twentieth of the set fits the budget of the published search.
        Assert.AreEqual(19_640, space.CountFeasible(ComputeBudget.MultiplyAdds(3e9)));
        Assert.HasCount(500, space.FeasiblePlans(ComputeBudget.MultiplyAdds(3e9), 500));

        ChannelPlan published = ChannelPlan.Parse("16_16_32_16_32_32_16_16");
        Assert.AreEqual(ComputeCost.Of(space.GraphOf(published), 256, 256).MultiplyAdds, space.PriceOf(published).MultiplyAdds);
    }

    [TestMethod]
    public void FeasiblePlans_MoreThanAskedFor_AreASeededPart()
    {
        var space = new PlanSpace(ChannelSet.Uniform(4, 3, 2), plan => GeneratorNetworks.SubMobileResNet(plan, s_tiny), 16, 16);
        ComputeBudget budget = ComputeBudget.Parameters(space.PriceOf(ChannelPlan.Uniform(3)).Parameters);
        PricedPlan[] once = [.. space.FeasiblePlans(budget, 40, seed: 5)];
        Assert.HasCount(40, once.Distinct().ToArray());
        Assert.IsTrue(once.All(plan => budget.Allows(plan.MultiplyAdds, plan.Parameters)));
        Assert.AreSequenceEqual(once, space.FeasiblePlans(budget, 40, seed: 5).ToArray());
        Assert.AreNotSequenceEqual(once, space.FeasiblePlans(budget, 40, seed: 6).ToArray());
    }

    [TestMethod]
    public void FeasiblePlans_SetTooLargeToEnumerate_DrawsPlansWithinTheBudget()
    {
        var space = new PlanSpace(ChannelSet.Uniform(9, 8, 7, 6, 5, 4, 3, 2, 1), plan => GeneratorNetworks.SubMobileResNet(plan, s_tiny), 16, 16);
        Assert.AreEqual(43_046_721, space.Channels.Count);
        ComputeBudget budget = ComputeBudget.MultiplyAdds(space.PriceOf(ChannelPlan.Parse("1_1_2_1_1_1_1_1")).MultiplyAdds);
        PricedPlan[] plans = [.. space.FeasiblePlans(budget, 20)];
        Assert.IsGreaterThan(5, plans.Length);
        Assert.HasCount(plans.Length, plans.Distinct().ToArray());
        Assert.IsTrue(plans.All(plan => budget.Allows(plan.MultiplyAdds, plan.Parameters)));
        Assert.AreSequenceEqual(plans, space.FeasiblePlans(budget, 20).ToArray());
    }

    [TestMethod]
    public void FeasiblePlans_ImpossibleBudget_NamesTheSmallestCost()
    {
        var space = new PlanSpace(ChannelSet.Uniform(4, 2), plan => GeneratorNetworks.SubMobileResNet(plan, s_tiny), 16, 16);
        ArgumentOutOfRangeException e = AssertEx.ThrowsWith<ArgumentOutOfRangeException>(
            () => space.FeasiblePlans(ComputeBudget.MultiplyAdds(1000)), "No plan fits a budget of at most 1,000 multiply-adds: the narrowest plan of the set, 2_2_2_2_2_2_2_2, needs ");
        StringAssert.Contains(e.Message, FormattableString.Invariant($"{space.Smallest.MultiplyAdds:#,0} multiply-adds"));
        _ = AssertEx.ThrowsWith<InvalidOperationException>(() => space.CountFeasible(ComputeBudget.Ratio(2)), "Call For with the cost of the teacher first.");
    }

    [TestMethod]
    public void FeasiblePlans_PredictedLatency_AreExactlyThePlansWithinIt()
    {
        static double Milliseconds(LayerGraph graph)
        {
            ComputeCost cost = ComputeCost.Of(graph, 16, 16);
            return 0.1 + cost.ExactMultiplyAdds / 3e7 + cost.Layers.Sum(layer => layer.Output.Elements) / 7e6;
        }

        var space = new PlanSpace(ChannelSet.Uniform(4, 3, 2), plan => GeneratorNetworks.SubMobileResNet(plan, s_tiny), 16, 16, Milliseconds);
        double limit = Milliseconds(space.GraphOf(ChannelPlan.Uniform(3)));
        ComputeBudget budget = ComputeBudget.Latency(TimeSpan.FromMilliseconds(limit));
        IReadOnlyList<PricedPlan> all = space.FeasiblePlans(ComputeBudget.MultiplyAdds(1e15));
        foreach (PricedPlan plan in all.Where((_, i) => i % 50 == 0))
            Assert.AreEqual(Milliseconds(space.GraphOf(plan.Plan)), plan.PredictedLatency!.Value.TotalMilliseconds, 1e-4, plan.Plan.ToString());

        // Beyond the resolution of a time, a plan may fall on either side.
        PricedPlan[] feasible = [.. space.FeasiblePlans(budget, int.MaxValue, 0, out long priced)];
        Assert.AreEqual(space.Channels.Count, priced);
        Assert.IsTrue(feasible.All(plan => plan.PredictedLatency!.Value.TotalMilliseconds <= limit + 1e-4));
        CollectionAssert.IsSubsetOf(all.Where(plan => plan.PredictedLatency!.Value.TotalMilliseconds <= limit - 1e-4).ToArray(), feasible);
        Assert.IsInRange(100, all.Count - 100, feasible.Length);
        Assert.AreEqual(feasible[0], space.PriceOf(feasible[0].Plan));

        _ = AssertEx.ThrowsWith<ArgumentOutOfRangeException>(
            () => space.FeasiblePlans(ComputeBudget.Latency(TimeSpan.FromMilliseconds(0.01))), "No plan fits a budget of at most 0.01 ms per image", " parameters and about 0.");
    }

    [TestMethod]
    public void Latency_NotPredictedOrNotPriceable_SaysSo()
    {
        static LayerGraph GraphOf(ChannelPlan plan) => GeneratorNetworks.SubMobileResNet(plan, s_tiny);
        var space = new PlanSpace(ChannelSet.Uniform(4, 2), GraphOf, 16, 16);
        Assert.IsNull(space.Smallest.PredictedLatency);
        _ = AssertEx.ThrowsWith<InvalidOperationException>(
            () => space.FeasiblePlans(ComputeBudget.Latency(TimeSpan.FromSeconds(1))), "A budget of at most 1,000 ms per image has no closed form. Tell the plan space how to predict latency");
        _ = AssertEx.ThrowsWith<GraphException>(() => _ = new PlanSpace(ChannelSet.Uniform(4, 2), GraphOf, 16, 16, _ => double.NaN), "the latency predicted for plan 2_2_2_2_2_2_2_2 is NaN ms; expected a positive number");
        _ = AssertEx.ThrowsWith<GraphException>(() => _ = new PlanSpace(ChannelSet.Uniform(4, 2), GraphOf, 16, 16, graph => 1e6 / ComputeCost.Of(graph, 16, 16).Parameters), "falls where a channel count rises");
        _ = AssertEx.ThrowsWith<GraphException>(() => _ = new PlanSpace(ChannelSet.Uniform(4, 2), GraphOf, 16, 16, graph => Math.Pow(ComputeCost.Of(graph, 16, 16).Parameters, 2)), "is not a sum over pairs of channel counts");
    }

    [TestMethod]
    public void PriceOf_PlanOutsideTheSet_NamesTheEntry()
    {
        var space = new PlanSpace(ChannelSet.Uniform(4, 2), plan => GeneratorNetworks.SubMobileResNet(plan, s_tiny), 16, 16);
        _ = AssertEx.ThrowsWith<ArgumentException>(() => space.PriceOf(ChannelPlan.Parse("4_2_3_2_2_2_2_2")), "entry 3 is 3; expected one of 2, 4");
        _ = AssertEx.ThrowsWith<ArgumentException>(() => space.PriceOf(ChannelPlan.Parse("4_2_2_2_2_2")), "has 6 entries");
    }
}
