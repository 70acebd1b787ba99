using static TorchSharp.torch;

namespace TorchSharp.Tests;

[TestClass]
public sealed class DisposeScopeTests
{
    [TestInitialize]
    public void Reset() => DisposeScopeManager.Statistics.Reset();

    [TestMethod]
    public void Scope_WhenItEnds_DisposesWhatWasCreatedInIt()
    {
        Tensor inside;
        using (var scope = NewDisposeScope())
        {
            inside = ones(2) + 1;
            Assert.AreEqual(2, scope.DisposablesCount);
            Assert.AreEqual(2, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
            Assert.IsTrue(scope.Contains(inside));
        }

        Assert.IsTrue(inside.IsInvalid);
        Assert.AreEqual(0, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        Assert.AreEqual(2, DisposeScopeManager.Statistics.CreatedInScopeCount);
        Assert.AreEqual(2, DisposeScopeManager.Statistics.DisposedInScopeCount);
    }

    [TestMethod]
    public void Tensor_OutsideEveryScope_LivesUntilDisposed()
    {
        var t = ones(2);
        Assert.AreEqual(1, DisposeScopeManager.Statistics.CreatedOutsideScopeCount);

        t.Dispose();
        t.Dispose();
        Assert.AreEqual(1, DisposeScopeManager.Statistics.DisposedOutsideScopeCount);
        Assert.AreEqual(0, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [TestMethod]
    public void MoveToOuter_FromANestedScope_SurvivesThatScopeOnly()
    {
        using var outer = NewDisposeScope();
        Tensor kept, detached, lost;
        using (NewDisposeScope())
        {
            kept = ones(1).MoveToOuterDisposeScope();
            detached = ones(1).DetachFromDisposeScope();
            lost = ones(1);
        }

        Assert.IsFalse(kept.IsInvalid);
        Assert.IsFalse(detached.IsInvalid);
        Assert.IsTrue(lost.IsInvalid);
        Assert.IsTrue(outer.Contains(kept));
        outer.Dispose();
        Assert.IsTrue(kept.IsInvalid);
        Assert.IsFalse(detached.IsInvalid);
        detached.Dispose();
        Assert.AreEqual(0, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [TestMethod]
    public void MoveToOuter_WithoutAnOuterScope_Detaches()
    {
        Tensor kept;
        using (var scope = NewDisposeScope())
            kept = scope.MoveToOuter(ones(1));

        Assert.IsFalse(kept.IsInvalid);
        Assert.AreEqual(1, DisposeScopeManager.Statistics.DetachedFromScopeCount);
        kept.Dispose();
    }

    [TestMethod]
    public void DisposeEverythingBut_KeepsOne()
    {
        using var scope = NewDisposeScope();
        var keep = ones(1);
        var other = ones(1);

        scope.DisposeEverythingBut(keep);

        Assert.IsFalse(keep.IsInvalid);
        Assert.IsTrue(other.IsInvalid);
        Assert.AreEqual(1, scope.DisposablesCount);
    }

    [TestMethod]
    public void Dispose_InsideAScope_TakesTheTensorOutOfIt()
    {
        using var scope = NewDisposeScope();
        var a = ones(1);
        var b = ones(1);
        var c = ones(1);

        b.Dispose();

        Assert.AreEqual(2, scope.DisposablesCount);
        Assert.IsFalse(scope.Contains(b));
        Assert.IsTrue(scope.Contains(a));
        Assert.IsTrue(scope.Contains(c));
    }

    [TestMethod]
    public void Attach_OfATensorFromOutside_DisposesIt()
    {
        var t = ones(1);
        using (var scope = NewDisposeScope())
            scope.Attach(t);

        Assert.IsTrue(t.IsInvalid);
        Assert.AreEqual(1, DisposeScopeManager.Statistics.AttachedToScopeCount);
        Assert.AreEqual(0, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [TestMethod]
    public void WrappedScope_KeepsTheResultAlone()
    {
        using var result = WrappedTensorDisposeScope(() => (ones(3) * 2 + 1).sum());

        Assert.AreEqual(9f, result.ToSingle());
        Assert.AreEqual(1, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [TestMethod]
    public void Scopes_OfTwoThreads_AreIndependent()
    {
        using var scope = NewDisposeScope();
        Tensor? other = null;
        var thread = new Thread(() => other = ones(1));
        thread.Start();
        thread.Join();

        Assert.AreEqual(0, scope.DisposablesCount);
        Assert.AreEqual(0, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        other!.Dispose();
    }

    [TestMethod]
    public void TrainingStep_InAScope_LeavesNothingBehind()
    {
        var layer = nn.Conv2d(3, 4, 3);
        using var optimizer = optim.Adam(layer.parameters());
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        for (var i = 0; i < 3; i++)
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            layer.call(ones(1, 3, 8, 8)).sum().backward();
            optimizer.step();
        }

        Assert.AreEqual(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        layer.Dispose();
    }
}
