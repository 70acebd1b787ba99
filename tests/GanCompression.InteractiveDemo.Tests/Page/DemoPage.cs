using System.Security.Cryptography;
using GanCompression.InteractiveDemo.Load;
using PuppeteerSharp;
using PuppeteerSharp.Media;

namespace GanCompression.InteractiveDemo.Tests;

/// <summary>The page of a service, open in a browser context of its own, with both answers on it.</summary>
internal sealed class DemoPage : IAsyncDisposable
{
    /// <summary>How long a test waits for anything.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly IBrowserContext _context;
    private readonly DemoService _service;

    private DemoPage(IBrowserContext context, IPage page, DemoService service)
    {
        _context = context;
        _service = service;
        Page = page;
        page.DefaultTimeout = (int)Patience.TotalMilliseconds;
        page.PageError += (_, e) => Note(e.Message);
        page.Console += (_, e) =>
        {
            if (e.Message.Type == ConsoleType.Error)
                Note(e.Message.Text);
        };
    }

    public IPage Page { get; }

    /// <summary>What went wrong in the page, and what it complained about.</summary>
    public List<string> Errors { get; } = [];

    /// <summary>Opens the page and waits for both answers.</summary>
    public static async Task<DemoPage> OpenAsync(IBrowser browser, DemoService service, ViewPortOptions? viewport = null, string scheme = "light")
    {
        IBrowserContext context = await browser.CreateBrowserContextAsync();
        var page = new DemoPage(context, await context.NewPageAsync(), service);
        await page.Page.SetViewportAsync(viewport ?? new ViewPortOptions { Width = 1400, Height = 1000 });
        await page.PreferAsync(scheme);
        _ = await page.Page.GoToAsync(service.Address.ToString());
        await page.WaitForStateAsync("live");
        return page;
    }

    public async ValueTask DisposeAsync() => await _context.CloseAsync();

    /// <summary>Lets the system prefer <c>light</c> or <c>dark</c>.</summary>
    public Task PreferAsync(string scheme) => Page.EmulateMediaFeaturesAsync([new MediaFeatureValue { MediaFeature = MediaFeature.PrefersColorScheme, Value = scheme }]);

    public Task WaitForStateAsync(string state) => Page.WaitForStateAsync(state, Patience);

    /// <summary>The element that assistive technology knows by this role and name.</summary>
    public async Task<IElementHandle> FindAsync(string role, string name) =>
        await Page.QuerySelectorAsync($"::-p-aria([name=\"{name}\"][role=\"{role}\"])") ?? throw new AssertFailedException($"There is no {role} '{name}' on the page.");

    public async Task ClickButtonAsync(string name) => await (await FindAsync("button", name)).ClickAsync();

    /// <summary>What a visitor points at to choose a tool or a label: the words around the button, which itself is not to be seen.</summary>
    public async Task<IElementHandle> FindChoiceAsync(string name) => (IElementHandle)await (await FindAsync("radio", name)).EvaluateFunctionHandleAsync("radio => radio.closest('label')");

    public async Task ChooseAsync(string name)
    {
        await (await FindChoiceAsync(name)).ClickAsync();
        Assert.IsTrue(await IsChosenAsync(name), $"'{name}' is chosen.");
    }

    public async Task<bool> IsChosenAsync(string name) => await (await FindAsync("radio", name)).EvaluateFunctionAsync<bool>("radio => radio.checked");

    public async Task SelectAsync(string name, string value) => _ = await (await FindAsync("combobox", name)).SelectAsync(value);

    public Task<string> TextAsync(string selector) => Page.EvaluateFunctionAsync<string>("selector => document.querySelector(selector).innerText", selector);

    /// <summary>A figure below an answer.</summary>
    public Task<string> FigureAsync(string model, string key) => TextAsync($"#{model} [data-figure={key}]");

    /// <summary>Red, green, blue and opacity of each pixel of a canvas.</summary>
    public async Task<byte[]> PixelsAsync(string canvas) => Convert.FromBase64String(await Page.EvaluateFunctionAsync<string>("""
        selector => {
          const canvas = document.querySelector(selector);
          return btoa(String.fromCharCode(...canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data));
        }
        """, canvas));

    /// <summary><c>#rrggbb</c> of a pixel of the drawing.</summary>
    public async Task<string> ColorAsync(int x, int y)
    {
        byte[] drawing = await PixelsAsync("#painting");
        return $"#{Convert.ToHexStringLower(drawing, 4 * ((y * DemoService.Size) + x), 3)}";
    }

    /// <summary>Waits until both canvases show, byte for byte, what the service makes of the drawing.</summary>
    /// <returns>A digest of each picture.</returns>
    public async Task<(string Drawing, string Teacher, string Student)> CheckAnswersAsync(int size = DemoService.Size)
    {
        byte[] drawing = await PixelsAsync("#painting");
        Assert.HasCount(4 * size * size, drawing);
        return (Digest(drawing), await CheckAsync("teacher"), await CheckAsync("student"));

        async Task<string> CheckAsync(string model)
        {
            using HttpResponseMessage response = await _service.TranslateAsync(model, drawing, size, size);
            Assert.IsTrue(response.IsSuccessStatusCode);
            byte[] answer = await response.Content.ReadAsByteArrayAsync();
            await DemoService.WaitUntilAsync(async () => (await PixelsAsync($"#{model} canvas")).SequenceEqual(answer), $"Showing the {model}'s answer");
            return Digest(answer);
        }
    }

    /// <summary>Presses the mouse at the first point, moves it through the others and lets go; in parts of the drawing.</summary>
    public async Task DragAsync(params (double X, double Y)[] points)
    {
        BoundingBox box = await (await Page.QuerySelectorAsync("#painting")).BoundingBoxAsync();
        for (int i = 0; i < points.Length; i++)
        {
            await Page.Mouse.MoveAsync(box.X + ((decimal)points[i].X * box.Width), box.Y + ((decimal)points[i].Y * box.Height));
            if (i == 0)
                await Page.Mouse.DownAsync();
        }

        await Page.Mouse.UpAsync();
    }

    /// <summary>Presses a key while Control is down.</summary>
    public async Task PressWithControlAsync(string key)
    {
        await Page.Keyboard.DownAsync("Control");
        await Page.Keyboard.PressAsync(key);
        await Page.Keyboard.UpAsync("Control");
    }

    /// <summary>Drops a file on the drawing.</summary>
    public Task DropAsync(string name, string mediaType, byte[] content) => Page.EvaluateFunctionAsync("""
        (name, type, content) => {
          const dataTransfer = new DataTransfer();
          dataTransfer.items.add(new File([Uint8Array.from(atob(content), letter => letter.charCodeAt(0))], name, { type }));
          document.querySelector('#easel').dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
        }
        """, name, mediaType, Convert.ToBase64String(content));

    /// <summary>A wide PNG file: this colour in its middle, others at its sides, which nobody will see, and a white stripe. Without one the middle is even, and normalisation gives the same for every colour.</summary>
    public async Task<byte[]> PhotographAsync(string middle, int stripe) => Convert.FromBase64String(await Page.EvaluateFunctionAsync<string>("""
        async (middle, stripe) => {
          const canvas = new OffscreenCanvas(64, 32);
          const context = canvas.getContext('2d');
          for (const [x, style] of [[0, 'red'], [16, middle], [48, 'blue']]) {
            context.fillStyle = style;
            context.fillRect(x, 0, 64, 32);
          }
          context.fillStyle = 'white';
          context.fillRect(stripe, 0, 4, 32);
          return btoa(String.fromCharCode(...new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer())));
        }
        """, middle, stripe));

    /// <summary>The page has complained about nothing.</summary>
    public void AssertNoErrors()
    {
        lock (Errors)
            Assert.IsEmpty(Errors, string.Join('\n', Errors));
    }

    private static string Digest(byte[] pixels) => Convert.ToHexStringLower(SHA256.HashData(pixels));

    private void Note(string error)
    {
        lock (Errors)
            Errors.Add(error);
    }
}
