namespace GanCompression.InteractiveDemo.Tests;

[TestClass]
public sealed class TranslationQueueTests
{
    [TestMethod]
    public async Task TryRun_EveryPlaceTaken_RefusesUntilOneIsFree()
    {
        using TranslationQueue queue = Queue(workers: 1, waitingPlaces: 1);
        using var gate = new ManualResetEventSlim();
        Task<TranslationTimes> first = Run(queue, gate.Wait);
        Task<TranslationTimes> second = Run(queue, gate.Wait);
        Assert.AreEqual(Admission.Full, queue.State);
        Assert.AreEqual(Admission.Full, queue.TryRun(() => TimeSpan.Zero, out _, CancellationToken.None));
        gate.Set();
        _ = await Task.WhenAll(first, second);
        Assert.AreEqual(Admission.Accepted, queue.State);
        _ = await Run(queue, () => { });
    }

    [TestMethod]
    public async Task TryRun_Waiting_IsDoneInOrder()
    {
        using TranslationQueue queue = Queue(workers: 1, waitingPlaces: 8);
        using var gate = new ManualResetEventSlim();
        var order = new List<int>();
        Task<TranslationTimes>[] tasks = [Run(queue, gate.Wait), .. Enumerable.Range(0, 8).Select(i => Run(queue, () => order.Add(i)))];
        gate.Set();
        TranslationTimes[] times = await Task.WhenAll(tasks);
        CollectionAssert.AreEqual(Enumerable.Range(0, 8).ToArray(), order);
        Assert.IsGreaterThan(TimeSpan.Zero, times[8].Queued);
    }

    [TestMethod]
    public async Task TryRun_CancelledWhileWaiting_FreesItsPlaceAndIsNeverDone()
    {
        using TranslationQueue queue = Queue(workers: 1, waitingPlaces: 1);
        using var gate = new ManualResetEventSlim();
        using var leaving = new CancellationTokenSource();
        Task<TranslationTimes> running = Run(queue, gate.Wait);
        bool wasDone = false;
        _ = queue.TryRun(() => { wasDone = true; return TimeSpan.Zero; }, out Task<TranslationTimes> waiting, leaving.Token);
        Assert.AreEqual(Admission.Full, queue.State);
        await leaving.CancelAsync();
        _ = await Assert.ThrowsExactlyAsync<TaskCanceledException>(() => waiting);
        Assert.AreEqual(Admission.Accepted, queue.State);
        gate.Set();
        _ = await running;
        _ = await Run(queue, () => { });
        Assert.IsFalse(wasDone);
    }

    [TestMethod]
    public async Task TryRun_CancelledWhileRunning_EndsWithTheWork()
    {
        using TranslationQueue queue = Queue(workers: 1, waitingPlaces: 0);
        using var begun = new ManualResetEventSlim();
        using var gate = new ManualResetEventSlim();
        using var leaving = new CancellationTokenSource();
        _ = queue.TryRun(() => { begun.Set(); gate.Wait(); return TimeSpan.FromSeconds(3); }, out Task<TranslationTimes> running, leaving.Token);
        begun.Wait();
        await leaving.CancelAsync();
        Assert.IsFalse(running.IsCompleted); // What it works on must not be given away yet.
        gate.Set();
        Assert.AreEqual(TimeSpan.FromSeconds(3), (await running).Engine);
    }

    [TestMethod]
    public async Task TryRun_WorkThatFails_TellsItsOwnerAlone()
    {
        using TranslationQueue queue = Queue(workers: 1, waitingPlaces: 1);
        _ = queue.TryRun(() => throw new InvalidOperationException("Broken."), out Task<TranslationTimes> failing, CancellationToken.None);
        Assert.AreEqual("Broken.", (await Assert.ThrowsExactlyAsync<InvalidOperationException>(() => failing)).Message);
        _ = await Run(queue, () => { });
        Assert.AreEqual(0, queue.Running);
    }

    [TestMethod]
    public async Task CloseAsync_EndsWhenAcceptedWorkIsDone()
    {
        using TranslationQueue queue = Queue(workers: 1, waitingPlaces: 2);
        using var gate = new ManualResetEventSlim();
        Task<TranslationTimes> running = Run(queue, gate.Wait);
        Task<TranslationTimes> waiting = Run(queue, () => { });
        Task closing = queue.CloseAsync();
        Assert.AreEqual(Admission.Closed, queue.TryRun(() => TimeSpan.Zero, out _, CancellationToken.None));
        Assert.IsFalse(closing.IsCompleted);
        gate.Set();
        await closing;
        _ = await Task.WhenAll(running, waiting);
        Assert.AreEqual(0, queue.Running + queue.Waiting);
    }

    private static TranslationQueue Queue(int workers, int waitingPlaces) => new(new DemoOptions { Workers = workers, WaitingPlaces = waitingPlaces });

    private static Task<TranslationTimes> Run(TranslationQueue queue, Action work)
    {
        Assert.AreEqual(Admission.Accepted, queue.TryRun(() => { work(); return TimeSpan.Zero; }, out Task<TranslationTimes> completion, CancellationToken.None));
        return completion;
    }
}
