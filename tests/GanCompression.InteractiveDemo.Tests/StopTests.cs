namespace GanCompression.InteractiveDemo.Tests;

[TestClass]
public sealed class StopTests
{
    [TestMethod]
    [Timeout(60_000)]
    public async Task Stop_WithWorkUnderWay_FinishesItAndRefusesMore()
    {
        await using DemoService service = await DemoService.StartAsync(new DemoOptions { Workers = 1, WaitingPlaces = 2 });
        using var gate = new ManualResetEventSlim();
        Task blocked = service.Block(gate);
        await DemoService.WaitUntilAsync(() => service.Queue.Running == 1, "The worker's start");
        Task<HttpResponseMessage> underWay = service.TranslateAsync("teacher", DemoService.Pixels());
        await DemoService.WaitUntilAsync(() => service.Queue.Waiting == 1, "Waiting");

        Task stopping = service.StopAsync();
        await DemoService.WaitUntilAsync(() => service.Queue.State == Admission.Closed, "Closing");
        using HttpResponseMessage refused = await service.TranslateAsync("teacher", DemoService.Pixels());
        Assert.AreEqual("1", refused.Headers.RetryAfter?.ToString());
        await DemoService.AssertRefusedAsync(refused, 503, "stopping");
        Assert.AreEqual((503, "Unhealthy"), await service.GetHealthAsync("health/ready"));
        Assert.AreEqual((200, "Healthy"), await service.GetHealthAsync("health"));
        Assert.IsFalse(stopping.IsCompleted);

        gate.Set();
        await blocked;
        using HttpResponseMessage response = await underWay;
        CollectionAssert.AreEqual(DemoService.Expected(DemoService.Teacher, DemoService.Pixels()), await response.Content.ReadAsByteArrayAsync());
        await stopping;
        _ = await Assert.ThrowsExactlyAsync<HttpRequestException>(() => service.TranslateAsync("teacher", DemoService.Pixels()));
    }

    [TestMethod]
    [Timeout(60_000)]
    public async Task Stop_WorkThatNeverEnds_IsLeftBehindInTime()
    {
        await using DemoService service = await DemoService.StartAsync(new DemoOptions { Workers = 1, StopTimeout = TimeSpan.FromMilliseconds(300) });
        using var gate = new ManualResetEventSlim();
        Task blocked = service.Block(gate);
        _ = await Assert.ThrowsAsync<OperationCanceledException>(service.StopAsync);
        gate.Set();
        await blocked;
    }
}
