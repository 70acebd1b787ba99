using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace GanCompression.InteractiveDemo.Tests;

/// <summary>The service in this process, with generators so small that an image takes no time, at a free port.</summary>
internal sealed class DemoService : IAsyncDisposable
{
    public const int Size = TinyGenerators.ImageSize;

    private readonly WebApplication _app;

    private DemoService(WebApplication app)
    {
        _app = app;
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public static GeneratorModel Teacher { get; } = TinyGenerators.Dense();

    public static GeneratorModel Student { get; } = TinyGenerators.Separable();

    public HttpClient Client { get; }

    public Uri Address => Client.BaseAddress!;

    public TranslationQueue Queue => _app.Services.GetRequiredService<TranslationQueue>();

    public DemoCounters Counters => _app.Services.GetRequiredService<DemoCounters>();

    public static async Task<DemoService> StartAsync(DemoOptions? options = null, int port = 0)
    {
        var models = new DemoModels(new ModelSlot("teacher", Teacher, 1000), new ModelSlot("student", Student, 100));
        WebApplication app = DemoServer.Build((options ?? new DemoOptions()) with { Port = port }, models);
        await app.StartAsync();
        return new DemoService(app);
    }

    /// <summary>Occupies a worker or a waiting place until the gate opens.</summary>
    public Task Block(ManualResetEventSlim gate)
    {
        Admission admission = Queue.TryRun(() => { gate.Wait(); return TimeSpan.Zero; }, out Task<TranslationTimes> completion, CancellationToken.None);
        Assert.AreEqual(Admission.Accepted, admission);
        return completion;
    }

    public Task StopAsync() => _app.StopAsync();

    /// <summary>Posts the pixels of an image.</summary>
    public async Task<HttpResponseMessage> TranslateAsync(string model, byte[] rgba, int width = Size, int height = Size, CancellationToken cancellationToken = default) =>
        await Client.PostAsync(new Uri($"api/translate/{model}?width={width}&height={height}", UriKind.Relative), Content(rgba), cancellationToken);

    public async Task<JsonNode> GetJsonAsync(string address)
    {
        using HttpResponseMessage response = await Client.GetAsync(new Uri(address, UriKind.Relative));
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
    }

    /// <summary>Status and text of a health check.</summary>
    public async Task<(int Status, string Text)> GetHealthAsync(string address)
    {
        using HttpResponseMessage response = await Client.GetAsync(new Uri(address, UriKind.Relative));
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>Waits for something that happens in another thread, and fails if it does not.</summary>
    public static Task WaitUntilAsync(Func<bool> condition, string what) => WaitUntilAsync(() => Task.FromResult(condition()), what);

    /// <summary>Waits for something that happens elsewhere, and fails if it does not.</summary>
    public static async Task WaitUntilAsync(Func<Task<bool>> condition, string what)
    {
        var waited = System.Diagnostics.Stopwatch.StartNew();
        while (!await condition())
        {
            if (waited.Elapsed > TimeSpan.FromSeconds(30))
                Assert.Fail($"{what} did not happen within 30 seconds.");
            await Task.Delay(10);
        }
    }

    public static ByteArrayContent Content(byte[] body, string mediaType = UploadReader.Pixels)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(mediaType);
        return content;
    }

    /// <summary>Different pixels for every seed.</summary>
    public static byte[] Pixels(int width = Size, int height = Size, int seed = 1)
    {
        var rgba = new byte[RgbaPixels.BytesPerPixel * width * height];
        new Random(seed).NextBytes(rgba);
        return rgba;
    }

    /// <summary>What a session makes of an image: red, green, blue and full opacity.</summary>
    public static byte[] Expected(GeneratorModel model, byte[] rgba, int width = Size, int height = Size)
    {
        using var session = new GanCompression.Runtime.GeneratorSession(model);
        RgbImage translated = session.Translate(new RgbImage(width, height, WithoutOpacity(rgba)));
        var result = new byte[rgba.Length];
        for (int i = 0; i < width * height; i++)
        {
            translated.Pixels.Slice(3 * i, 3).CopyTo(result.AsSpan(4 * i));
            result[4 * i + 3] = 255;
        }

        return result;
    }

    public static byte[] WithoutOpacity(byte[] rgba) => [.. rgba.Where((_, i) => i % 4 != 3)];

    /// <summary>The answer refuses with this status, as a problem whose detail has every one of the parts.</summary>
    public static async Task AssertRefusedAsync(HttpResponseMessage response, int status, params string[] parts)
    {
        string body = await response.Content.ReadAsStringAsync();
        Assert.AreEqual(status, (int)response.StatusCode, body);
        Assert.AreEqual("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        string detail = (string)JsonNode.Parse(body)!["detail"]!;
        foreach (string part in parts)
            StringAssert.Contains(detail, part, StringComparison.Ordinal);
        response.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }
}
