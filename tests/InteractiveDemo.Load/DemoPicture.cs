using PuppeteerSharp;
using PuppeteerSharp.Media;

namespace GanCompression.InteractiveDemo.Load;

/// <summary>Takes a picture of the page as a visitor sees it who has asked for examples.</summary>
/// <param name="Address">Address of the demo.</param>
/// <param name="Output">The PNG file.</param>
/// <param name="Width">Width of the window, in pixels.</param>
/// <param name="Height">Height of the window, in pixels.</param>
/// <param name="Scheme"><c>light</c> or <c>dark</c>.</param>
internal sealed record DemoPicture(Uri Address, string Output, int Width, int Height, string Scheme)
{
    private const int Examples = 12; // The times shown are the best of the last nine.
    private const int PhoneWidth = 600;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    /// <summary>Takes it.</summary>
    /// <exception cref="InvalidOperationException">There is no browser.</exception>
    public async Task TakeAsync()
    {
        await using IBrowser browser = await SystemBrowser.LaunchAsync(SystemBrowser.Find() ?? throw new InvalidOperationException(SystemBrowser.Missing));
        await using IPage page = await browser.NewPageAsync();
        await page.SetViewportAsync(new ViewPortOptions { Width = Width, Height = Height, IsMobile = Width < PhoneWidth });
        await page.EmulateMediaFeaturesAsync([new MediaFeatureValue { MediaFeature = MediaFeature.PrefersColorScheme, Value = Scheme }]);
        _ = await page.GoToAsync(Address.ToString());
        await page.WaitForStateAsync("live", s_patience);

        // The houses are random; this makes them the same every time.
        await page.EvaluateExpressionAsync("{ let state = 25; Math.random = () => (state = (state * 16807) % 2147483647) / 2147483647; }");
        for (int i = 0; i < Examples; i++)
        {
            // The answer to this example, not the state that the one before has left.
            Task[] answers = [.. new[] { "teacher", "student" }.Select(model => page.WaitForResponseAsync(response => response.Url.Contains($"/api/translate/{model}", StringComparison.Ordinal)))];
            await page.ClickAsync("#example");
            await Task.WhenAll(answers);
            await page.WaitForStateAsync("live", s_patience);
        }

        await page.ScreenshotAsync(Output, new ScreenshotOptions { FullPage = true });
    }
}
