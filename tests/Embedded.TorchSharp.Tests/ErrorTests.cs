using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp.Tests;

[TestClass]
public sealed class ErrorTests
{
    [TestMethod]
    public void Operator_WithAWrongShape_NamesItselfAndTheShape()
    {
        using var scope = NewDisposeScope();

        var message = Assert.ThrowsExactly<ExternalException>(() => nn.functional.conv2d(ones(2, 3), ones(1, 2, 3, 3))).Message;

        StringAssert.Contains(message, "conv2d");
        StringAssert.Contains(message, "[2, 3]");
    }

    [TestMethod]
    public void Operator_WithIncompatibleMatrices_NamesBothSizes()
    {
        using var scope = NewDisposeScope();

        var message = Assert.ThrowsExactly<ExternalException>(() => ones(2, 3).mm(ones(4, 5))).Message;

        StringAssert.Contains(message, "2x3");
        StringAssert.Contains(message, "4x5");
    }

    [TestMethod]
    public void Operator_AfterAnError_StillWorks()
    {
        using var scope = NewDisposeScope();

        for (var i = 0; i < 3; i++)
            Assert.ThrowsExactly<ExternalException>(() => ones(2).reshape(3));
        Assert.AreEqual(2f, ones(2).sum().ToSingle());
    }

    [TestMethod]
    public void DisposedTensor_InAnOperation_IsRefused()
    {
        var t = ones(2);
        t.Dispose();

        Assert.IsTrue(t.IsInvalid);
        Assert.ThrowsExactly<InvalidOperationException>(() => t.add(1));
        Assert.ThrowsExactly<InvalidOperationException>(() => _ = t.shape);
    }

    [TestMethod]
    public void Device_WithAnUnknownName_IsRefused()
    {
        Assert.AreEqual("cpu", torch.device("cpu").ToString());
        Assert.AreEqual(3, new Device("cuda:3").index);
        Assert.ThrowsExactly<ArgumentException>(() => torch.device("gpu"));
    }

    [TestMethod]
    public void Cuda_WhereThereIsNone_CannotBeUsed()
    {
        if (cuda.is_available())
            Assert.Inconclusive("This machine has a CUDA device.");
        using var scope = NewDisposeScope();

        Assert.ThrowsExactly<InvalidOperationException>(() => ones(2, device: torch.device(DeviceType.CUDA)));
        Assert.ThrowsExactly<InvalidOperationException>(() => ones(2).to(torch.device("cuda")));
    }
}
