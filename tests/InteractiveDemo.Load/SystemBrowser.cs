using PuppeteerSharp;

namespace GanCompression.InteractiveDemo.Load;

/// <summary>The Chromium of the system, without a window. None is ever downloaded.</summary>
internal static class SystemBrowser
{
    private static readonly string[] s_variables = ["CHROME", "CHROMIUM"];
    private static readonly string[] s_names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

    /// <summary>What lacks where <see cref="Find"/> finds none, with the cure.</summary>
    public static string Missing => $"There is no browser: {string.Join(" and ", s_variables)} name none, and none of {string.Join(", ", s_names)} is on the PATH. Install Chromium, or set {s_variables[0]} to its executable.";

    /// <summary>The executable; null where there is none.</summary>
    public static string? Find()
    {
        string suffix = OperatingSystem.IsWindows() ? ".exe" : "";
        string[] folders = Environment.GetEnvironmentVariable("PATH")?.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries) ?? [];
        return s_variables.Select(Environment.GetEnvironmentVariable)
            .Concat(s_names.SelectMany(name => folders.Select(folder => Path.Combine(folder, name + suffix))))
            .FirstOrDefault(File.Exists);
    }

    /// <summary>Starts it with a profile of its own, which goes with it.</summary>
    /// <param name="executable">From <see cref="Find"/>.</param>
    public static async Task<IBrowser> LaunchAsync(string executable)
    {
        IBrowser browser = await Puppeteer.LaunchAsync(new LaunchOptions
        {
            ExecutablePath = executable,
            Headless = true,
            EnqueueAsyncMessages = true,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });

        // This may be the thread that reads what the browser says; a caller that waits on it would wait for ever. Later answers come on other threads.
        await Task.Yield();
        return browser;
    }

    /// <summary>Waits until status line and both answers of the demo's page are in a state such as <c>live</c>.</summary>
    /// <exception cref="TimeoutException">They are not within the time.</exception>
    public static async Task WaitForStateAsync(this IPage page, string state, TimeSpan patience)
    {
        // By turns from here: the page's own policy forbids the scripts that would wait inside it.
        using var late = new CancellationTokenSource(patience);
        while (await page.EvaluateFunctionAsync<int>("state => document.querySelectorAll(`.status[data-state=${state}], .result[data-state=${state}]`).length", state) != 3)
        {
            if (late.IsCancellationRequested)
                throw new TimeoutException($"The page did not come to the state '{state}' within {patience.TotalSeconds} seconds; it says: {await page.EvaluateExpressionAsync<string>("document.body.innerText")}");
            await Task.Delay(20, CancellationToken.None);
        }
    }
}
