using static TorchSharp.Tests.Reference;
using static TorchSharp.torch;

namespace TorchSharp.Tests;

[TestClass]
public sealed class AutogradTests
{
    private DisposeScope _scope = null!;

    [TestInitialize]
    public void OpenScope() => _scope = NewDisposeScope();

    [TestCleanup]
    public void CloseScope() => _scope.Dispose();

    [TestMethod]
    public void Backward_OfAPolynomial_AccumulatesItsDerivative()
    {
        var x = tensor(new[] { 1f, 2f, -3f }, requires_grad: true);

        (x * x * x).sum().backward();
        AreClose([3, 12, 27], x.grad!);
        (2 * x).sum().backward();
        AreClose([5, 14, 29], x.grad!);
    }

    [TestMethod]
    public void Backward_WithRetainedGraph_RunsAgain()
    {
        var x = tensor(2f, requires_grad: true);
        var y = x * x;

        y.backward(retain_graph: true);
        y.backward();
        Assert.AreEqual(8f, x.grad!.item<float>());
        Assert.ThrowsExactly<System.Runtime.InteropServices.ExternalException>(() => y.backward());
    }

    [TestMethod]
    public void Backward_OfANonScalar_TakesTheGradientsGiven()
    {
        var x = tensor(new[] { 1f, 2f }, requires_grad: true);

        (x * 3).backward(grad_tensors: [tensor(new[] { 1f, 10f })]);
        AreClose([3, 30], x.grad!);
    }

    [TestMethod]
    public void Grad_WithCreatedGraph_DifferentiatesTwice()
    {
        var x = tensor(3f, requires_grad: true);

        var first = autograd.grad([x.pow(3)], [x], create_graph: true)[0];
        Assert.AreEqual(27f, first.ToSingle());
        var penalty = (first * first).sum();
        penalty.backward();
        Assert.AreEqual(2 * 27f * 18f, x.grad!.ToSingle());
    }

    [TestMethod]
    public void NoGrad_WhileOpen_RecordsNothing()
    {
        var x = ones(2, requires_grad: true);

        Assert.IsTrue(is_grad_enabled());
        using (no_grad())
        {
            Assert.IsFalse(is_grad_enabled());
            Assert.IsFalse((x * 2).requires_grad);
            using (enable_grad())
                Assert.IsTrue((x * 2).requires_grad);
        }
        Assert.IsTrue((x * 2).requires_grad);
        using (inference_mode())
            Assert.IsFalse((x * 2).requires_grad);
        using (set_grad_enabled(false))
            Assert.IsFalse((x * 2).requires_grad);
    }

    [TestMethod]
    public void Detach_CutsTheGraph()
    {
        var x = tensor(2f, requires_grad: true);

        (x * x.detach()).backward();
        Assert.AreEqual(2f, x.grad!.ToSingle());
        Assert.IsFalse((x * x).detach().requires_grad);
    }

    [TestMethod]
    public void Grad_SetToNull_IsGone()
    {
        var x = tensor(2f, requires_grad: true);
        (x * x).backward();

        x.grad = null;
        Assert.IsNull(x.grad);
        x.grad = tensor(5f);
        Assert.AreEqual(5f, x.grad!.ToSingle());
    }

    [TestMethod]
    public void RequiresGrad_OfIntegers_IsRefused()
    {
        Assert.ThrowsExactly<System.Runtime.InteropServices.ExternalException>(() => tensor(new[] { 1L, 2L }).requires_grad = true);
    }

    [TestMethod]
    public void NarrowViews_OfSharedWeights_CollectGradientsInTheWhole()
    {
        var weight = Wave([4, 3, 3, 3]).requires_grad_();
        var input = Wave([1, 2, 5, 5]);

        nn.functional.conv2d(input, weight.narrow(0, 0, 2).narrow(1, 0, 2)).sum().backward();

        var grad = weight.grad!;
        Assert.IsTrue(grad.narrow(0, 0, 2).narrow(1, 0, 2).abs().sum().ToSingle() > 0);
        Assert.AreEqual(0f, grad.narrow(0, 2, 2).abs().sum().ToSingle());
        Assert.AreEqual(0f, grad.narrow(1, 2, 1).abs().sum().ToSingle());
    }
}
