using GanCompression.InteractiveDemo.Driver.Browser;

namespace GanCompression.InteractiveDemo.Tests;

/// <summary>The page, in a browser.</summary>
[TestClass]
public sealed class PageTests
{
    private const string Live = "document.getElementById('status').dataset.state === 'live'";

    // Both canvases as text, to be compared.
    private const string Answers = "['teacher', 'student'].map(id => document.querySelector(`#${id} canvas`).toDataURL()).join()";

    [TestMethod]
    [Timeout(120_000)]
    public async Task Page_Opened_ShowsBothAnswersWithTheirFigures()
    {
        await using DemoService service = await DemoService.StartAsync();
        await using ChromiumBrowser browser = await StartBrowserAsync();
        await using BrowserPage page = await browser.OpenAsync(service.Address);
        await page.WaitForAsync(Live);
        foreach (string model in new[] { "teacher", "student" })
        {
            await page.WaitForAsync($"document.querySelector('#{model} [data-figure=time]').textContent.includes(' ms')");
            ComputeCost cost = (model == "teacher" ? DemoService.Teacher : DemoService.Student).Cost();
            string text = await page.EvaluateAsync<string>($"document.querySelector('#{model} dl').innerText");
            StringAssert.Contains(text, FormattableString.Invariant($"{cost.MultiplyAdds / 1e3:0} k"), StringComparison.Ordinal);
            StringAssert.Contains(text, FormattableString.Invariant($"{cost.Parameters / 1e3:0.00} k"), StringComparison.Ordinal);
        }

        StringAssert.Contains(await page.EvaluateAsync<string>("document.querySelector('#student [data-figure=fileBytes]').textContent"), "10.0× less", StringComparison.Ordinal);
        Assert.IsEmpty(page.Errors, string.Join("; ", page.Errors));
    }

    private static async Task<ChromiumBrowser> StartBrowserAsync()
    {
        string? executable = ChromiumBrowser.Find();
        if (executable is null)
            Assert.Inconclusive(ChromiumBrowser.NotFound);
        return await ChromiumBrowser.StartAsync(executable);
    }
}
