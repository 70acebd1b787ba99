using System.Diagnostics.CodeAnalysis;
using GanCompression.InteractiveDemo.Driver.Browser;

namespace GanCompression.InteractiveDemo.Tests;

/// <summary>The page, in a browser.</summary>
[TestClass]
public sealed class PageTests
{
    // Pixels of a canvas as base 64.
    private const string Pixels = "(canvas => btoa(String.fromCharCode(...canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data)))";
    private const string Painting = "document.getElementById('painting')";

    private static ChromiumBrowser? s_browser;

    [ClassInitialize]
    public static async Task StartBrowserAsync(TestContext context)
    {
        if (ChromiumBrowser.Find() is { } executable)
            s_browser = await ChromiumBrowser.StartAsync(executable);
    }

    [ClassCleanup]
    public static async Task EndBrowserAsync()
    {
        if (s_browser is not null)
            await s_browser.DisposeAsync();
    }

    [TestMethod]
    [Timeout(120_000)]
    public async Task Page_Opened_ShowsBothAnswersWithTheirFigures()
    {
        await using var visit = await PageVisit.StartAsync();
        foreach ((string name, GeneratorModel model) in new[] { ("teacher", DemoService.Teacher), ("student", DemoService.Student) })
        {
            await visit.Page.WaitForAsync($"document.querySelector('#{name} [data-figure=time]').textContent.includes(' ms')");
            string text = await visit.Page.EvaluateAsync<string>($"document.querySelector('#{name} dl').innerText");
            StringAssert.Contains(text, FormattableString.Invariant($"{model.Cost().MultiplyAdds / 1e3:0} k"), StringComparison.Ordinal);
            StringAssert.Contains(text, FormattableString.Invariant($"{model.Cost().Parameters / 1e3:0.00} k"), StringComparison.Ordinal);
        }

        StringAssert.Contains(await visit.Page.EvaluateAsync<string>("document.querySelector('#student [data-figure=fileBytes]').textContent"), "10.0× less", StringComparison.Ordinal);
        await AssertAnswersAsync(visit);
        AssertNoErrors(visit.Page);
    }

    [TestMethod]
    [Timeout(120_000)]
    public async Task Painting_EveryTool_ChangesTheDrawingAndBothAnswers()
    {
        await using var visit = await PageVisit.StartAsync();
        BrowserPage page = visit.Page;
        string before = await page.EvaluateAsync<string>(Pixels + $"({Painting})");

        await page.EvaluateAsync<bool>("[...document.querySelectorAll('#labels label')].find(label => label.textContent === 'Shop').click() ?? true");
        await page.DragAsync("#painting", (0.2, 0.2), (0.8, 0.3), (0.5, 0.9));
        string painted = await AssertAnswersAsync(visit);
        Assert.AreNotEqual(before, painted);
        Assert.AreEqual("#8c0a14", await ColorAsync(page, 3, 3));

        // From corner to corner: nothing else is left.
        await page.ClickAsync("[value=rectangle] + span");
        await page.DragAsync("#painting", (0.01, 0.01), (0.99, 0.99));
        string covered = await AssertAnswersAsync(visit);
        Assert.AreEqual("#8c0a14", await ColorAsync(page, 0, 0));
        Assert.AreEqual("#8c0a14", await ColorAsync(page, 15, 15));

        await page.ClickAsync("[value=fill] + span");
        await page.EvaluateAsync<bool>("[...document.querySelectorAll('#labels label')].find(label => label.textContent === 'Roof').click() ?? true");
        await page.ClickAsync("#painting");
        _ = await AssertAnswersAsync(visit);
        Assert.AreEqual("#7814a0", await ColorAsync(page, 15, 0));

        await page.ClickAsync("#undo");
        Assert.AreEqual(covered, await AssertAnswersAsync(visit));
        await page.ClickAsync("#undo");
        Assert.AreEqual(painted, await AssertAnswersAsync(visit));
        await page.ClickAsync("#redo");
        Assert.AreEqual(covered, await AssertAnswersAsync(visit));
        await page.ClickAsync("#clear");
        _ = await AssertAnswersAsync(visit);
        Assert.AreEqual("#14146e", await ColorAsync(page, 8, 8));
        AssertNoErrors(page);
    }

    [TestMethod]
    [Timeout(120_000)]
    public async Task Painting_WithTheKeyboard_Works()
    {
        await using var visit = await PageVisit.StartAsync();
        BrowserPage page = visit.Page;
        await page.ClickAsync("#clear");
        await page.EvaluateAsync<bool>("document.querySelector('[value=rectangle]').click() ?? document.getElementById('painting').focus() ?? true");
        foreach (string key in new[] { "ArrowLeft", "ArrowUp", "ArrowUp", " ", "ArrowRight", "ArrowRight", "ArrowDown", " " })
            await page.PressAsync(key);
        _ = await AssertAnswersAsync(visit);
        Assert.AreEqual("#14146e", await ColorAsync(page, 6, 6));
        Assert.AreEqual("#00a5ff", await ColorAsync(page, 7, 6));
        Assert.AreEqual("#00a5ff", await ColorAsync(page, 9, 7));
        Assert.AreEqual("#14146e", await ColorAsync(page, 9, 8));
        AssertNoErrors(page);
    }

    [TestMethod]
    [Timeout(120_000)]
    public async Task Photograph_Dropped_IsTranslated()
    {
        await using var visit = await PageVisit.StartAsync();
        BrowserPage page = visit.Page;
        await page.EvaluateAsync<bool>("""
            (async () => {
              const canvas = new OffscreenCanvas(64, 32);
              const context = canvas.getContext('2d');
              for (const [x, color] of [[0, 'red'], [16, 'rgb(0,128,0)'], [48, 'blue']]) { context.fillStyle = color; context.fillRect(x, 0, 64, 32); }
              const data = new DataTransfer();
              data.items.add(new File([await canvas.convertToBlob()], 'photo.png', { type: 'image/png' }));
              document.getElementById('easel').dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
              return true;
            })()
            """);
        await page.WaitForAsync($"({Color(8, 8)}) === '#008000'");
        _ = await AssertAnswersAsync(visit);

        // What is no picture says so, and changes nothing.
        await page.EvaluateAsync<bool>("""
            (() => {
              const data = new DataTransfer();
              data.items.add(new File(['words'], 'notes.txt', { type: 'text/plain' }));
              document.dispatchEvent(new DragEvent('drop', { dataTransfer: data, cancelable: true }));
              return true;
            })()
            """);
        await page.WaitForAsync("document.getElementById('status').textContent === '“notes.txt” is not a picture that this browser can read.'");
        Assert.AreEqual("#008000", await ColorAsync(page, 8, 8));
        AssertNoErrors(page);
    }

    [TestMethod]
    [Timeout(120_000)]
    public async Task Size_Changed_KeepsTheDrawingAndPricesIt()
    {
        await using var visit = await PageVisit.StartAsync();
        BrowserPage page = visit.Page;
        await page.EvaluateAsync<bool>("(size => { size.value = '64'; size.dispatchEvent(new Event('change')); return true; })(document.getElementById('size'))");
        long cost = ComputeCost.Of(DemoService.Teacher.Generator.Graph, 64, 64).MultiplyAdds;
        await page.WaitForAsync(FormattableString.Invariant($"document.querySelector('#teacher [data-figure=multiplyAdds]').textContent.startsWith('{cost / 1e6:0.00} M')"));
        _ = await AssertAnswersAsync(visit, 64);
        AssertNoErrors(page);
    }

    [TestMethod]
    [Timeout(120_000)]
    public async Task Palette_Changed_RecoloursTheDrawing()
    {
        await using var visit = await PageVisit.StartAsync();
        BrowserPage page = visit.Page;
        await page.ClickAsync("#clear");
        await page.EvaluateAsync<bool>("document.querySelector('[value=fill]').click() ?? document.querySelector('[value=Door]').click() ?? true");
        await page.ClickAsync("#painting");
        Assert.AreEqual("#00825a", await ColorAsync(page, 8, 8));
        await page.EvaluateAsync<bool>("(palette => { palette.value = 'cmp'; palette.dispatchEvent(new Event('change')); return true; })(document.getElementById('palette'))");
        Assert.AreEqual("#00cfff", await ColorAsync(page, 8, 8));
        Assert.AreEqual("Door", await page.EvaluateAsync<string>("document.querySelector('#labels :checked').value"));
        _ = await AssertAnswersAsync(visit);
        AssertNoErrors(page);
    }

    [TestMethod]
    [Timeout(120_000)]
    public async Task Drawing_ReplacedWhileTheServerComputes_StaleRequestsAreAborted()
    {
        await using var visit = await PageVisit.StartAsync(new DemoOptions { Workers = 1 });
        using var gate = new ManualResetEventSlim();
        Task blocked = visit.Service.Block(gate);
        await DemoService.WaitUntilAsync(() => visit.Service.Queue.Running == 1, "The worker's start");
        await visit.Page.ClickAsync("#clear");
        await DemoService.WaitUntilAsync(() => visit.Service.Queue.Waiting == 2, "Waiting");
        await visit.Page.ClickAsync("#example");
        await DemoService.WaitUntilAsync(() => visit.Service.Counters[RequestOutcome.Abandoned] == 2, "Aborting");
        gate.Set();
        await blocked;
        _ = await AssertAnswersAsync(visit);
        AssertNoErrors(visit.Page);
    }

    [TestMethod]
    [Timeout(120_000)]
    public async Task Server_Busy_IsTriedAgain()
    {
        await using var visit = await PageVisit.StartAsync(new DemoOptions { Workers = 1, WaitingPlaces = 1 });
        using var gate = new ManualResetEventSlim();
        Task[] blocked = [visit.Service.Block(gate), visit.Service.Block(gate)];
        await visit.Page.ClickAsync("#clear");
        await visit.WaitForStateAsync("busy");
        gate.Set();
        await Task.WhenAll(blocked);
        await visit.WaitForStateAsync("live");
        _ = await AssertAnswersAsync(visit);
    }

    [TestMethod]
    [Timeout(120_000)]
    public async Task Server_StoppedAndStartedAgain_IsNoticed()
    {
        await using var visit = await PageVisit.StartAsync();
        await visit.Service.StopAsync();
        await visit.Page.WaitForAsync("document.getElementById('status').dataset.state === 'offline'"); // Without painting.
        await visit.Page.ClickAsync("#clear");
        await visit.WaitForStateAsync("offline");
        StringAssert.Contains(await visit.Page.EvaluateAsync<string>("document.getElementById('status').textContent"), "does not answer", StringComparison.Ordinal);
        await visit.RestartAsync();
        await visit.WaitForStateAsync("live");
        _ = await AssertAnswersAsync(visit);
    }

    // Waits until both answers are what the engine makes of the drawing; returns the drawing.
    private static async Task<string> AssertAnswersAsync(PageVisit visit, int size = DemoService.Size)
    {
        string drawing = await visit.Page.EvaluateAsync<string>(Pixels + $"({Painting})");
        byte[] rgba = Convert.FromBase64String(drawing);
        Assert.HasCount(4 * size * size, rgba);
        foreach ((string name, GeneratorModel model) in new[] { ("teacher", DemoService.Teacher), ("student", DemoService.Student) })
        {
            string expected = Convert.ToBase64String(DemoService.Expected(model, rgba, size, size));
            await visit.Page.WaitForAsync($"{Pixels}(document.querySelector('#{name} canvas')) === '{expected}'");
        }

        return drawing;
    }

    private static Task<string> ColorAsync(BrowserPage page, int x, int y) => page.EvaluateAsync<string>(Color(x, y));

    private static string Color(int x, int y) =>
        FormattableString.Invariant($"'#' + [...{Painting}.getContext('2d').getImageData({x}, {y}, 1, 1).data].slice(0, 3).map(value => value.toString(16).padStart(2, '0')).join('')");

    private static void AssertNoErrors(BrowserPage page) => Assert.IsEmpty(page.Errors, string.Join("; ", page.Errors));

    /// <summary>A browser that has opened the page of a service.</summary>
    private sealed class PageVisit : IAsyncDisposable
    {
        private readonly DemoOptions? _options;

        private PageVisit(BrowserPage page, DemoService service, DemoOptions? options) => (Page, Service, _options) = (page, service, options);

        public BrowserPage Page { get; }

        public DemoService Service { get; private set; }

        [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "The visit disposes them.")]
        public static async Task<PageVisit> StartAsync(DemoOptions? options = null)
        {
            if (s_browser is null)
                Assert.Inconclusive(ChromiumBrowser.NotFound);
            DemoService service = await DemoService.StartAsync(options);
            var visit = new PageVisit(await s_browser.OpenAsync(service.Address), service, options);
            await visit.WaitForStateAsync("live");
            return visit;
        }

        /// <summary>Waits until both answers, and with them the page, are in this state.</summary>
        public Task WaitForStateAsync(string state) => Page.WaitForAsync($"document.querySelectorAll('.status[data-state={state}], .result[data-state={state}]').length === 3");

        /// <summary>Starts another service at the same address.</summary>
        public async Task RestartAsync()
        {
            int port = Service.Address.Port;
            await Service.DisposeAsync();
            Service = await DemoService.StartAsync(_options, port);
        }

        public async ValueTask DisposeAsync()
        {
            await Page.DisposeAsync();
            await Service.DisposeAsync();
        }
    }
}
