using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GanCompression.InteractiveDemo.Driver.Browser;

/// <summary>One page of a <see cref="ChromiumBrowser"/>.</summary>
internal sealed class BrowserPage : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly ClientWebSocket _socket = new();
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonNode?>> _pending = new();
    private readonly ConcurrentQueue<string> _errors = new();
    private Task _reading = Task.CompletedTask;
    private int _lastId;

    private BrowserPage()
    {
    }

    /// <summary>Exceptions and errors that the page or the browser reported.</summary>
    public IReadOnlyCollection<string> Errors => _errors;

    public static async Task<BrowserPage> OpenAsync(Uri debugger, Uri address, int width, int height)
    {
        var page = new BrowserPage();
        await page._socket.ConnectAsync(debugger, CancellationToken.None);
        page._reading = page.ReadAsync();
        foreach (string domain in new[] { "Runtime", "Log", "Page" })
            _ = await page.CallAsync(domain + ".enable");
        _ = await page.CallAsync("Emulation.setScrollbarsHidden", new JsonObject { ["hidden"] = true });
        _ = await page.CallAsync("Emulation.setDeviceMetricsOverride", new JsonObject { ["width"] = width, ["height"] = height, ["deviceScaleFactor"] = 1, ["mobile"] = width < 600 });
        _ = await page.CallAsync("Page.navigate", new JsonObject { ["url"] = address.ToString() });
        await page.WaitForAsync("document.readyState === 'complete'");
        return page;
    }

    /// <summary>Light or dark, as a visitor's system asks for it.</summary>
    public Task PreferAsync(string colorScheme) => CallAsync("Emulation.setEmulatedMedia", new JsonObject
    {
        ["features"] = new JsonArray(new JsonObject { ["name"] = "prefers-color-scheme", ["value"] = colorScheme }),
    });

    /// <summary>Value of a JavaScript expression, awaited if it is a promise.</summary>
    public async Task<T> EvaluateAsync<T>(string expression)
    {
        JsonNode result = (await CallAsync("Runtime.evaluate", new JsonObject { ["expression"] = expression, ["awaitPromise"] = true, ["returnByValue"] = true }))!;
        if (result["exceptionDetails"] is { } exception)
            throw new InvalidOperationException($"The page threw in '{expression}': {exception.ToJsonString()}");
        return result["result"]!["value"]!.GetValue<T>();
    }

    /// <summary>Waits until a JavaScript expression is true.</summary>
    public async Task WaitForAsync(string expression)
    {
        var waited = Stopwatch.StartNew();
        while (!await EvaluateAsync<bool>($"Boolean({expression})"))
        {
            if (waited.Elapsed > s_patience)
                throw new TimeoutException($"'{expression}' did not come true within {s_patience.TotalSeconds} seconds. Errors of the page: {string.Join("; ", _errors)}");
            await Task.Delay(30);
        }
    }

    /// <summary>Presses the mouse at the first point, moves it through the others and lets go; in parts of an element's box.</summary>
    public async Task DragAsync(string selector, params (double X, double Y)[] points)
    {
        double[] box = await EvaluateBoxAsync(selector);
        (double X, double Y)[] at = [.. points.Select(point => (box[0] + point.X * box[2], box[1] + point.Y * box[3]))];
        await MouseAsync("mousePressed", at[0]);
        foreach ((double X, double Y) point in at)
            await MouseAsync("mouseMoved", point);
        await MouseAsync("mouseReleased", at[^1]);
    }

    public async Task ClickAsync(string selector) => await DragAsync(selector, (0.5, 0.5));

    /// <summary>Presses and releases a key.</summary>
    public async Task PressAsync(string key, string text = "")
    {
        _ = await CallAsync("Input.dispatchKeyEvent", new JsonObject { ["type"] = "keyDown", ["key"] = key, ["text"] = text });
        _ = await CallAsync("Input.dispatchKeyEvent", new JsonObject { ["type"] = "keyUp", ["key"] = key });
    }

    /// <summary>The whole page as a PNG file.</summary>
    public async Task<byte[]> ScreenshotAsync() =>
        Convert.FromBase64String((string)(await CallAsync("Page.captureScreenshot", new JsonObject { ["captureBeyondViewport"] = true }))!["data"]!);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            _ = await CallAsync("Page.close");
        }
        catch (IOException)
        {
            // The page was gone before its answer.
        }

        _socket.Abort();
        await _reading;
        _socket.Dispose();
    }

    private async Task<double[]> EvaluateBoxAsync(string selector)
    {
        string text = await EvaluateAsync<string>($$"""(() => { const element = document.querySelector('{{selector}}'); element.scrollIntoView({ block: 'nearest' }); const box = element.getBoundingClientRect(); return JSON.stringify([box.x, box.y, box.width, box.height]); })()""");
        return JsonSerializer.Deserialize<double[]>(text)!;
    }

    private Task<JsonNode?> MouseAsync(string type, (double X, double Y) at) => CallAsync("Input.dispatchMouseEvent", new JsonObject
    {
        ["type"] = type, ["x"] = at.X, ["y"] = at.Y, ["button"] = "left", ["buttons"] = type == "mouseReleased" ? 0 : 1, ["clickCount"] = 1,
    });

    private async Task<JsonNode?> CallAsync(string method, JsonObject? parameters = null)
    {
        int id = Interlocked.Increment(ref _lastId);
        TaskCompletionSource<JsonNode?> answer = _pending.GetOrAdd(id, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
        var message = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters ?? [] };
        await _socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(message), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        return await answer.Task.WaitAsync(s_patience);
    }

    private async Task ReadAsync()
    {
        var buffer = new byte[1 << 16];
        using var message = new MemoryStream();
        try
        {
            while (true)
            {
                WebSocketReceiveResult received = await _socket.ReceiveAsync(buffer, CancellationToken.None);
                message.Write(buffer, 0, received.Count);
                if (!received.EndOfMessage)
                    continue;
                Take(JsonNode.Parse(message.GetBuffer().AsSpan(0, (int)message.Length))!);
                message.SetLength(0);
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            foreach (TaskCompletionSource<JsonNode?> pending in _pending.Values)
                _ = pending.TrySetException(new IOException("The browser closed the connection.", e));
        }
    }

    private void Take(JsonNode message)
    {
        if (message["id"] is { } id)
        {
            if (!_pending.TryRemove((int)id, out TaskCompletionSource<JsonNode?>? answer))
                return;
            if (message["error"] is { } error)
                answer.SetException(new InvalidOperationException(error.ToJsonString()));
            else
                answer.SetResult(message["result"]);
            return;
        }

        JsonNode? details = (string?)message["method"] switch
        {
            "Runtime.exceptionThrown" => message["params"]!["exceptionDetails"],
            "Runtime.consoleAPICalled" when (string?)message["params"]!["type"] is "error" or "warning" => message["params"]!["args"],
            "Log.entryAdded" when (string?)message["params"]!["entry"]!["level"] is "error" => message["params"]!["entry"],
            _ => null,
        };
        if (details is not null)
            _errors.Enqueue(details.ToJsonString());
    }
}
