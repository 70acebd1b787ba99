namespace GanCompression.InteractiveDemo.Tests;

/// <summary>More work than there are workers. The workers are blocked by gates, so nothing here depends on time.</summary>
[TestClass]
public sealed class OverloadTests
{
    [TestMethod]
    public async Task Translate_EveryPlaceTaken_IsRefusedUntilOneIsFree()
    {
        await using DemoService service = await DemoService.StartAsync(new DemoOptions { Workers = 2, WaitingPlaces = 1 });
        using var gate = new ManualResetEventSlim();
        Task[] blocked = [service.Block(gate), service.Block(gate), service.Block(gate)];
        using HttpResponseMessage refused = await service.TranslateAsync("teacher", DemoService.Pixels());
        Assert.AreEqual("1", refused.Headers.RetryAfter?.ToString());
        await DemoService.AssertRefusedAsync(refused, 429, "Every worker is busy");
        Assert.AreEqual(1, service.Counters[RequestOutcome.Busy]);
        Assert.AreEqual((200, "Healthy"), await service.GetHealthAsync("health/ready")); // A busy service is a good one.
        gate.Set();
        await Task.WhenAll(blocked);
        using HttpResponseMessage response = await service.TranslateAsync("teacher", DemoService.Pixels());
        Assert.IsTrue(response.IsSuccessStatusCode);
    }

    [TestMethod]
    public async Task Translate_ClientLeavesWhileWaiting_ItsPlaceIsFree()
    {
        await using DemoService service = await DemoService.StartAsync(new DemoOptions { Workers = 1, WaitingPlaces = 1 });
        using var gate = new ManualResetEventSlim();
        Task blocked = service.Block(gate);
        await DemoService.WaitUntilAsync(() => service.Queue.Running == 1, "The worker's start");
        using var leaving = new CancellationTokenSource();
        Task<HttpResponseMessage> left = service.TranslateAsync("student", DemoService.Pixels(), cancellationToken: leaving.Token);
        await DemoService.WaitUntilAsync(() => service.Queue.Waiting == 1, "Waiting");
        await DemoService.AssertRefusedAsync(await service.TranslateAsync("student", DemoService.Pixels()), 429);

        await leaving.CancelAsync();
        _ = await Assert.ThrowsAsync<OperationCanceledException>(() => left);
        await DemoService.WaitUntilAsync(() => service.Queue.Waiting == 0, "Leaving");
        Task<HttpResponseMessage> next = service.TranslateAsync("student", DemoService.Pixels());
        await DemoService.WaitUntilAsync(() => service.Queue.Waiting == 1, "Waiting in the free place");
        gate.Set();
        await blocked;
        using HttpResponseMessage response = await next;
        CollectionAssert.AreEqual(DemoService.Expected(DemoService.Student, DemoService.Pixels()), await response.Content.ReadAsByteArrayAsync());
        await DemoService.WaitUntilAsync(() => service.Counters[RequestOutcome.Abandoned] == 1, "Counting who left");
    }

    [TestMethod]
    [Timeout(60_000)]
    public async Task Translate_WaitsTooLong_IsToldSo()
    {
        await using DemoService service = await DemoService.StartAsync(new DemoOptions { Workers = 1, RequestTimeout = TimeSpan.FromMilliseconds(300) });
        using var gate = new ManualResetEventSlim();
        Task blocked = service.Block(gate);
        using HttpResponseMessage response = await service.TranslateAsync("student", DemoService.Pixels());
        Assert.AreEqual(503, (int)response.StatusCode);
        Assert.AreEqual(0, service.Queue.Waiting);
        gate.Set();
        await blocked;
    }
}
