using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using GanCompression.InteractiveDemo.Load;
using PuppeteerSharp;

namespace GanCompression.InteractiveDemo.Tests;

/// <summary>The page, in the system's Chromium. Each test has a service and a browser context of its own.</summary>
[TestClass]
public sealed class PageTests
{
    private const int Milliseconds = 80_000;
    private static readonly string[] s_models = ["teacher", "student"];
    private static IBrowser s_browser = null!;

    [ClassInitialize]
    public static async Task LaunchAsync(TestContext _)
    {
        if (SystemBrowser.Find() is not { } executable)
            Assert.Inconclusive(SystemBrowser.Missing);
        else
            s_browser = await SystemBrowser.LaunchAsync(executable);
    }

    [ClassCleanup]
    public static async Task CloseAsync()
    {
        if (s_browser is not null)
            await s_browser.DisposeAsync();
    }

    [TestMethod]
    [Timeout(Milliseconds)]
    public async Task Page_Opened_ShowsBothAnswersWithTheirFigures()
    {
        await using DemoService service = await DemoService.StartAsync();
        await using DemoPage page = await DemoPage.OpenAsync(s_browser, service);
        foreach (JsonNode? model in (await service.GetJsonAsync("api/models"))["models"]!.AsArray())
        {
            string name = (string)model!["name"]!;
            await DemoService.WaitUntilAsync(async () => (await page.TextAsync($"#{name} [data-figure=time] span")).EndsWith(" ms", StringComparison.Ordinal), $"The time of the {name}");
            StringAssert.StartsWith(await page.FigureAsync(name, "multiplyAdds"), string.Create(CultureInfo.InvariantCulture, $"{(double)model["multiplyAdds"]! / 1e3:F0} k"), StringComparison.Ordinal);
            StringAssert.StartsWith(await page.FigureAsync(name, "parameters"), string.Create(CultureInfo.InvariantCulture, $"{(double)model["parameters"]! / 1e3:F2} k"), StringComparison.Ordinal);
        }

        StringAssert.EndsWith(await page.FigureAsync("student", "fileBytes"), "10.0× less", StringComparison.Ordinal);
        (_, string teacher, string student) = await page.CheckAnswersAsync();
        Assert.AreNotEqual(teacher, student);
        Assert.AreEqual("Live", await page.TextAsync("#status"));
        page.AssertNoErrors();
    }

    [TestMethod]
    [Timeout(Milliseconds)]
    public async Task Page_PaintedWithEveryTool_ChangesBothAnswersAndTakesItBack()
    {
        await using DemoService service = await DemoService.StartAsync();
        await using DemoPage page = await DemoPage.OpenAsync(s_browser, service);
        (string Drawing, string Teacher, string Student) before = await page.CheckAnswersAsync();

        await page.ChooseAsync("Shop");
        await page.DragAsync((0.2, 0.2), (0.8, 0.3), (0.5, 0.9));
        (string Drawing, string Teacher, string Student) painted = await page.CheckAnswersAsync();
        Assert.AreNotEqual(before.Drawing, painted.Drawing);
        Assert.AreNotEqual(before.Teacher, painted.Teacher);
        Assert.AreNotEqual(before.Student, painted.Student);
        Assert.AreEqual("#8c0a14", await page.ColorAsync(3, 3));

        // From corner to corner: nothing else is left.
        await page.ChooseAsync("Rectangle");
        await page.DragAsync((0.01, 0.01), (0.99, 0.99));
        (string, string, string) covered = await page.CheckAnswersAsync();
        Assert.AreEqual("#8c0a14", await page.ColorAsync(0, 0));
        Assert.AreEqual("#8c0a14", await page.ColorAsync(15, 15));

        await page.ChooseAsync("Fill");
        await page.ChooseAsync("Roof");
        await page.Page.ClickAsync("#painting");
        (string, string, string) filled = await page.CheckAnswersAsync();
        Assert.AreEqual("#7814a0", await page.ColorAsync(15, 0));

        await page.ClickButtonAsync("Undo");
        Assert.AreEqual(covered, await page.CheckAnswersAsync());
        await page.PressWithControlAsync("z");
        Assert.AreEqual(painted, await page.CheckAnswersAsync());
        await page.ClickButtonAsync("Redo");
        Assert.AreEqual(covered, await page.CheckAnswersAsync());
        await page.PressWithControlAsync("y");
        Assert.AreEqual(filled, await page.CheckAnswersAsync());
        Assert.IsTrue(await (await page.FindAsync("button", "Redo")).EvaluateFunctionAsync<bool>("button => button.disabled"));

        await page.ClickButtonAsync("Clear");
        _ = await page.CheckAnswersAsync();
        Assert.AreEqual("#14146e", await page.ColorAsync(8, 8));
        page.AssertNoErrors();
    }

    [TestMethod]
    [Timeout(Milliseconds)]
    public async Task Page_ByKeyboard_MovesPaintsAndChangesTheBrush()
    {
        await using DemoService service = await DemoService.StartAsync();
        await using DemoPage page = await DemoPage.OpenAsync(s_browser, service);
        await page.ClickButtonAsync("Clear");
        await page.Page.Keyboard.PressAsync("]");
        Assert.AreEqual("6 px", await page.TextAsync("#brush-value"));
        await page.ChooseAsync("Rectangle");
        await page.Page.FocusAsync("#painting");
        foreach (string key in (string[])["ArrowLeft", "ArrowUp", "ArrowUp", "Space", "ArrowRight", "ArrowRight", "ArrowDown", "Space"])
            await page.Page.Keyboard.PressAsync(key);
        _ = await page.CheckAnswersAsync();
        foreach ((int x, int y, string color) in ((int, int, string)[])[(6, 6, "#14146e"), (7, 6, "#00a5ff"), (9, 7, "#00a5ff"), (9, 8, "#14146e")])
            Assert.AreEqual(color, await page.ColorAsync(x, y), FormattableString.Invariant($"Pixel {x}, {y}."));
        page.AssertNoErrors();
    }

    [TestMethod]
    [Timeout(Milliseconds)]
    public async Task Page_PhotographDroppedOrChosen_TranslatesIt()
    {
        using var folder = new TempFolder();
        await using DemoService service = await DemoService.StartAsync();
        await using DemoPage page = await DemoPage.OpenAsync(s_browser, service);
        await page.DropAsync("photo.png", "image/png", await page.PhotographAsync("rgb(0, 128, 0)", stripe: 20));
        await DemoService.WaitUntilAsync(async () => await page.ColorAsync(8, 8) == "#008000", "Showing the photograph that was dropped");
        (_, string teacher, string student) = await page.CheckAnswersAsync();

        await File.WriteAllBytesAsync(folder["photo.png"], await page.PhotographAsync("rgb(200, 100, 0)", stripe: 40));
        Task<FileChooser> choosing = page.Page.WaitForFileChooserAsync();
        await page.ClickButtonAsync("Photograph …");
        await (await choosing).AcceptAsync(folder["photo.png"]);
        await DemoService.WaitUntilAsync(async () => await page.ColorAsync(8, 8) == "#c86400", "Showing the photograph that was chosen");
        (_, string nextTeacher, string nextStudent) = await page.CheckAnswersAsync();
        Assert.AreNotEqual(teacher, nextTeacher);
        Assert.AreNotEqual(student, nextStudent);

        // What is no picture says so, and changes nothing. An answer under way would take the words' place.
        await page.WaitForStateAsync("live");
        await page.DropAsync("notes.txt", "text/plain", "words"u8.ToArray());
        await DemoService.WaitUntilAsync(async () => (await page.TextAsync("body")).Contains("“notes.txt” is not a picture that this browser can read.", StringComparison.Ordinal), "Saying so");
        Assert.AreEqual("#c86400", await page.ColorAsync(8, 8));
        page.AssertNoErrors();
    }

    [TestMethod]
    [Timeout(Milliseconds)]
    public async Task Page_OfAnotherSize_KeepsTheDrawingAndPricesIt()
    {
        await using DemoService service = await DemoService.StartAsync();
        await using DemoPage page = await DemoPage.OpenAsync(s_browser, service);
        await page.SelectAsync("Size", "64");
        double multiplyAdds = (double)(await service.GetJsonAsync("api/models?size=64"))["models"]![0]!["multiplyAdds"]!;
        string price = string.Create(CultureInfo.InvariantCulture, $"{multiplyAdds / 1e6:F2} M");
        await DemoService.WaitUntilAsync(async () => (await page.FigureAsync("teacher", "multiplyAdds")).StartsWith(price, StringComparison.Ordinal), $"The teacher's price of {price}");
        _ = await page.CheckAnswersAsync(64);
        page.AssertNoErrors();
    }

    [TestMethod]
    [Timeout(Milliseconds)]
    public async Task Page_OfAnotherPalette_RecoloursTheDrawing()
    {
        await using DemoService service = await DemoService.StartAsync();
        await using DemoPage page = await DemoPage.OpenAsync(s_browser, service);
        await page.ClickButtonAsync("Clear");
        await page.ChooseAsync("Fill");
        await page.ChooseAsync("Door");
        await page.Page.ClickAsync("#painting");
        Assert.AreEqual("#00825a", await page.ColorAsync(8, 8));
        await page.SelectAsync("Colours", "cmp");
        Assert.AreEqual("#00cfff", await page.ColorAsync(8, 8));
        Assert.IsTrue(await page.IsChosenAsync("Door"));
        _ = await page.CheckAnswersAsync();
        page.AssertNoErrors();
    }

    [TestMethod]
    [Timeout(Milliseconds)]
    public async Task Page_DrawingReplaced_AbortsStaleRequests()
    {
        await using DemoService service = await DemoService.StartAsync(new DemoOptions { Workers = 1 });
        await using DemoPage page = await DemoPage.OpenAsync(s_browser, service);
        using var gate = new ManualResetEventSlim();
        Task blocked = service.Block(gate);
        await DemoService.WaitUntilAsync(() => service.Queue.Running == 1, "The worker's start");
        await page.ClickButtonAsync("Clear");
        await DemoService.WaitUntilAsync(() => service.Queue.Waiting == 2, "Waiting");
        await page.ClickButtonAsync("Another house");
        await DemoService.WaitUntilAsync(() => service.Counters[RequestOutcome.Abandoned] == 2, "Aborting");
        gate.Set();
        await blocked;
        _ = await page.CheckAnswersAsync();
        page.AssertNoErrors();
    }

    [TestMethod]
    [Timeout(Milliseconds)]
    public async Task Page_ServerBusy_AsksAgain()
    {
        await using DemoService service = await DemoService.StartAsync(new DemoOptions { Workers = 1, WaitingPlaces = 1 });
        await using DemoPage page = await DemoPage.OpenAsync(s_browser, service);
        Task<IResponse> refused = page.Page.WaitForResponseAsync(response => response.Status == HttpStatusCode.TooManyRequests);
        using var gate = new ManualResetEventSlim();
        Task[] blocked = [service.Block(gate), service.Block(gate)];
        await page.ClickButtonAsync("Clear");
        await page.WaitForStateAsync("busy");
        Assert.AreEqual("1", (await refused).Headers["retry-after"]);
        StringAssert.Contains(await page.TextAsync("#status"), "busy", StringComparison.Ordinal);
        gate.Set();
        await Task.WhenAll(blocked);
        await page.WaitForStateAsync("live");
        _ = await page.CheckAnswersAsync();
    }

    [TestMethod]
    [Timeout(Milliseconds)]
    public async Task Page_ServerStopsAndStartsAgain_NoticesBoth()
    {
        DemoService first = await DemoService.StartAsync();
        await using DemoPage page = await DemoPage.OpenAsync(s_browser, first);
        await first.StopAsync();
        await DemoService.WaitUntilAsync(async () => await page.Page.QuerySelectorAsync("#status[data-state=offline]") is not null, "Noticing without painting");
        await page.ClickButtonAsync("Clear");
        await page.WaitForStateAsync("offline");
        StringAssert.Contains(await page.TextAsync("#status"), "does not answer", StringComparison.Ordinal);
        int port = first.Address.Port;
        await first.DisposeAsync();

        await using DemoService second = await DemoService.StartAsync(port: port);
        await page.WaitForStateAsync("live");
        byte[] drawing = await page.PixelsAsync("#painting");
        foreach (string model in s_models)
        {
            using HttpResponseMessage response = await second.TranslateAsync(model, drawing);
            CollectionAssert.AreEqual(await response.Content.ReadAsByteArrayAsync(), await page.PixelsAsync($"#{model} canvas"), model);
        }
    }

    [TestMethod]
    [Timeout(Milliseconds)]
    public async Task Page_OnAPhone_IsAsWideAsTheScreenAndPaintsWhereItIsTouched()
    {
        await using DemoService service = await DemoService.StartAsync();
        await using DemoPage page = await DemoPage.OpenAsync(s_browser, service, new ViewPortOptions { Width = 390, Height = 844, IsMobile = true, HasTouch = true });
        Assert.AreEqual(390, await page.Page.EvaluateExpressionAsync<int>("document.documentElement.scrollWidth"));
        BoundingBox teacher = await BoxAsync("#teacher");
        BoundingBox student = await BoxAsync("#student");
        BoundingBox painting = await BoxAsync(".painting");
        Assert.AreEqual(teacher.Y, student.Y);
        Assert.IsLessThanOrEqualTo(student.X, teacher.X + teacher.Width, "The answers are side by side.");
        Assert.IsGreaterThanOrEqualTo(teacher.Y + teacher.Height, painting.Y, "The drawing is below the answers.");
        await (await page.FindAsync("button", "Clear")).TapAsync();
        await (await page.FindChoiceAsync("Shop")).TapAsync();
        await page.Page.TapAsync("#painting");
        _ = await page.CheckAnswersAsync();
        Assert.AreEqual("#8c0a14", await page.ColorAsync(8, 8));
        page.AssertNoErrors();

        async Task<BoundingBox> BoxAsync(string selector) => await (await page.Page.QuerySelectorAsync(selector)).BoundingBoxAsync();
    }

    [TestMethod]
    [Timeout(Milliseconds)]
    public async Task Page_WhereTheSystemIsDark_IsDark()
    {
        await using DemoService service = await DemoService.StartAsync();
        await using DemoPage page = await DemoPage.OpenAsync(s_browser, service, scheme: "dark");
        Assert.IsTrue(await IsDarkAsync());
        await page.PreferAsync("light");
        Assert.IsFalse(await IsDarkAsync());
        page.AssertNoErrors();

        Task<bool> IsDarkAsync() => page.Page.EvaluateFunctionAsync<bool>("""
            () => {
              const [background, text] = ['backgroundColor', 'color'].map(key => getComputedStyle(document.body)[key].match(/[\d.]+/g).slice(0, 3).reduce((sum, part) => sum + Number(part), 0));
              return background < text;
            }
            """);
    }
}
