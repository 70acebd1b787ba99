using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace GanCompression.InteractiveDemo.Driver.Browser;

/// <summary>
/// A headless Chromium with a profile of its own, spoken to through its DevTools protocol: what is asked of a
/// browser here is so little that a package with a driver for all of them would be out of proportion.
/// </summary>
internal sealed class ChromiumBrowser : IAsyncDisposable
{
    private static readonly string[] s_names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
    private static readonly string[] s_arguments =
    [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
        "--disable-sync", "--disable-dev-shm-usage", "--remote-debugging-port=0", "about:blank",
    ];

    private readonly Process _process;
    private readonly DirectoryInfo _profile;
    private readonly Uri _address;

    private ChromiumBrowser(Process process, DirectoryInfo profile, Uri address)
    {
        _process = process;
        _profile = profile;
        _address = address;
    }

    /// <summary>The browser's executable on the PATH; null where there is none.</summary>
    public static string? Find() =>
        s_names.SelectMany(name => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, name))).FirstOrDefault(File.Exists);

    /// <summary>What to say where there is none.</summary>
    public static string NotFound => $"None of {string.Join(", ", s_names)} is on the PATH; install Chromium.";

    /// <summary>Starts a browser.</summary>
    /// <param name="executable">From <see cref="Find"/>.</param>
    /// <exception cref="IOException">It does not start.</exception>
    public static async Task<ChromiumBrowser> StartAsync(string executable)
    {
        DirectoryInfo profile = Directory.CreateTempSubdirectory("gancompression-browser-");
        var start = new ProcessStartInfo(executable) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in (string[])[$"--user-data-dir={profile.FullName}", .. s_arguments])
            start.ArgumentList.Add(argument);
        Process process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        int port = await ReadPortAsync(process, Path.Combine(profile.FullName, "DevToolsActivePort"));
        return new ChromiumBrowser(process, profile, new UriBuilder("http", "127.0.0.1", port).Uri);
    }

    /// <summary>Opens a page of this size.</summary>
    public async Task<BrowserPage> OpenAsync(Uri address, int width = 1400, int height = 1000)
    {
        using var client = new HttpClient { BaseAddress = _address };
        using HttpResponseMessage response = await client.PutAsync(new Uri("json/new?about:blank", UriKind.Relative), null);
        JsonNode target = (await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonNode>())!;
        return await BrowserPage.OpenAsync(new Uri((string)target["webSocketDebuggerUrl"]!), address, width, height);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _profile.Delete(recursive: true);
    }

    // The browser writes the port that it was given into its profile.
    private static async Task<int> ReadPortAsync(Process process, string file)
    {
        var waited = Stopwatch.StartNew();
        while (waited.Elapsed < TimeSpan.FromSeconds(60) && !process.HasExited)
        {
            if (File.Exists(file) && (await File.ReadAllLinesAsync(file)) is [var port, _])
                return int.Parse(port, CultureInfo.InvariantCulture);
            await Task.Delay(50);
        }

        throw new IOException(process.HasExited ? FormattableString.Invariant($"Chromium ended with code {process.ExitCode} instead of starting.") : "Chromium did not start within a minute.");
    }
}
