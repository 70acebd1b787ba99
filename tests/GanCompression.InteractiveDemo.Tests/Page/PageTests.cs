using System.ComponentModel;

namespace GanCompression.InteractiveDemo.Tests;

/// <summary>The page, in a browser: runs the script once, and reports each of its tests as one of these.</summary>
[TestClass]
public sealed class PageTests
{
    private static PageReport? s_report;

    public static IEnumerable<object[]> TestNames => PageScript.TestNames.Select(name => new object[] { name });

    [ClassInitialize]
    public static async Task RunScriptAsync(TestContext context)
    {
        await using PageControl control = await PageControl.StartAsync();
        try
        {
            s_report = await PageScript.RunAsync(control.Address);
        }
        catch (Win32Exception e)
        {
            Assert.Inconclusive($"Node.js, which runs Playwright, did not start: {e.Message}. Install Node.js 20 or later so that 'node' is on the PATH.");
        }
    }

    [TestMethod]
    [DynamicData(nameof(TestNames))]
    public void Page_InABrowser_Works(string name)
    {
        if (!s_report!.Outcomes.TryGetValue(name, out PageOutcome? outcome))
            Assert.Fail($"The script did not come to this test: {s_report.Text}");
        if (outcome.Skipped is { } reason)
            Assert.Inconclusive(reason);
        if (outcome.Failure is { } failure)
            Assert.Fail(failure);
    }
}
