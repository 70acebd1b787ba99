using GanCompression.Tool.Commands;

namespace GanCompression.Tool.Tests.Commands;

[TestClass]
public sealed class StudentPlansTests
{
    [TestMethod]
    [DataRow(64, 256, 10.0)]
    [DataRow(32, 64, 10.0)]
    [DataRow(16, 64, 10.0)]
    [DataRow(64, 256, 22.0)]
    public void Costliest_Ratio_IsReachedWithLittleToSpare(int width, int imageSize, double ratio)
    {
        LayerGraph teacher = GeneratorNetworks.ResNet(new ResNetGeneratorOptions { BaseWidth = width });

        ChannelPlan plan = StudentPlans.Costliest(teacher, "sub_mobile_resnet_9blocks", imageSize, ComputeBudget.Ratio(ratio));

        double actual = (double)ComputeCost.Of(teacher, imageSize, imageSize).MultiplyAdds / ComputeCost.Of(GeneratorNetworks.SubMobileResNet(plan), imageSize, imageSize).MultiplyAdds;
        Assert.IsTrue(actual >= ratio && actual < 1.5 * ratio, $"Plan {plan} saves {actual:0.00}×.");
    }

    [TestMethod]
    public void Costliest_SameQuestion_GivesTheSamePlan()
    {
        LayerGraph teacher = GeneratorNetworks.ResNet(new ResNetGeneratorOptions { BaseWidth = 32 });

        Assert.AreEqual(
            StudentPlans.Costliest(teacher, "sub_mobile_resnet_9blocks", 64, ComputeBudget.Ratio(12)), StudentPlans.Costliest(teacher, "sub_mobile_resnet_9blocks", 64, ComputeBudget.Ratio(12)));
    }

    [TestMethod]
    public void Costliest_Parameters_AreNotExceeded()
    {
        LayerGraph teacher = GeneratorNetworks.ResNet(new ResNetGeneratorOptions { BaseWidth = 32 });

        ChannelPlan plan = StudentPlans.Costliest(teacher, "sub_mobile_resnet_9blocks", 64, ComputeBudget.Parameters(100_000));

        long parameters = ComputeCost.Of(GeneratorNetworks.SubMobileResNet(plan), 64, 64).Parameters;
        Assert.IsTrue(parameters is > 50_000 and <= 100_000, $"Plan {plan} has {parameters} parameters.");
    }
}
