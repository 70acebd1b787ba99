using GanCompression.InteractiveDemo.Driver.Browser;

namespace GanCompression.InteractiveDemo.Driver;

/// <summary>A picture of the page as a visitor sees it who has asked for an example.</summary>
internal static class PagePicture
{
    // The houses are random; this makes them the same every time.
    private const string SeededRandom = "(() => { let state = 25; Math.random = () => { state = (state * 16807) % 2147483647; return state / 2147483647; }; })()";

    /// <summary>Takes the picture.</summary>
    /// <param name="browser">The browser.</param>
    /// <param name="address">Address of the demo.</param>
    /// <param name="width">Width of the window in pixels.</param>
    /// <param name="height">Height of the window in pixels.</param>
    /// <param name="scheme"><c>light</c> or <c>dark</c>.</param>
    /// <param name="file">The PNG file to write.</param>
    public static async Task TakeAsync(ChromiumBrowser browser, Uri address, int width, int height, string scheme, string file)
    {
        await using BrowserPage page = await browser.OpenAsync(address, width, height);
        await page.PreferAsync(scheme);
        await page.WaitForAsync("document.getElementById('status').dataset.state === 'live'");
        _ = await page.EvaluateAsync<bool>(SeededRandom + ", true");
        for (int i = 0; i < 12; i++)
        {
            _ = await page.EvaluateAsync<bool>("document.getElementById('example').click(), true");
            await Task.Delay(100);
            await page.WaitForAsync("document.querySelectorAll('.result[data-state=live]').length === 2");
        }

        await File.WriteAllBytesAsync(file, await page.ScreenshotAsync());
    }
}
