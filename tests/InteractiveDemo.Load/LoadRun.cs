using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using Spectre.Console;

namespace GanCompression.InteractiveDemo.Load;

/// <summary>
/// Measures a running demo: latency and throughput with 1, 8 and 64 clients, then ten times as many as it has places for, with slow,
/// oversized and malformed uploads meanwhile. Clients and demo share the machine.
/// </summary>
internal sealed class LoadRun : IDisposable
{
    private static readonly int[] s_clients = [1, 8, 64];
    private const int Overload = 10;
    private const int SlowClients = 16;
    private const int BadClients = 2;

    private readonly LoadOptions _options;
    private readonly HttpClient _http = new(new SocketsHttpHandler { MaxConnectionsPerServer = int.MaxValue, UseProxy = false });
    private readonly DemoClients _clients;

    /// <summary>Prepares a run.</summary>
    public LoadRun(LoadOptions options)
    {
        _options = options;
        _clients = new DemoClients(_http, options.Address);
    }

    /// <summary>Measures, and prints a table for each part.</summary>
    /// <returns>Whether the demo answered every request as it should.</returns>
    public async Task<bool> RunAsync()
    {
        ServerModels models = await GetAsync<ServerModels>("api/models");
        var image = new byte[4 * models.ImageSize * models.ImageSize];
        new Random(1).NextBytes(image);
        string path = FormattableString.Invariant($"api/translate/{_options.Model}?width={models.ImageSize}&height={models.ImageSize}");
        _ = await PostAsync(8, path, image); // The first seconds compile.

        ServerMetrics before = await RestAsync();
        AnsiConsole.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"{_options.Model}, {models.ImageSize}×{models.ImageSize} pixels, {before.Workers} workers, {before.WaitingPlaces} waiting places, {_options.Duration.TotalSeconds} s for each row; clients on the same machine.");
        Table table = Columns("clients", "pictures per second", "p50 ms", "p99 ms", "refused");
        bool isGood = true;
        foreach (int clients in s_clients)
        {
            LatencyLog log = await PostAsync(clients, path, image);
            isGood &= IsExpected(log, HttpStatusCode.OK, HttpStatusCode.TooManyRequests);
            AddRow(table, clients.ToString(CultureInfo.InvariantCulture), log, _options.Duration);
        }

        Table others = Columns("meanwhile", "answered", "how", "p50 ms", "p99 ms");
        isGood &= await OverloadAsync(table, others, path, image, models, Overload * (before.Workers + before.WaitingPlaces));
        AnsiConsole.Write(table);
        AnsiConsole.Write(others);
        ServerMetrics after = await RestAsync();
        Table memory = Columns("demo's memory, at rest", "before", "after");
        _ = memory.AddRow("working set", Megabytes(before.WorkingSetBytes), Megabytes(after.WorkingSetBytes)).AddRow("managed objects", Megabytes(before.ManagedBytes), Megabytes(after.ManagedBytes));
        AnsiConsole.Write(memory);
        AnsiConsole.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"Running {after.Running}, waiting {after.Waiting} after all clients have left.");
        return isGood && after.Running + after.Waiting == 0;
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<bool> OverloadAsync(Table table, Table others, string path, byte[] image, ServerModels models, int clients)
    {
        var log = new LatencyLog();
        var health = new LatencyLog();
        var oversized = new LatencyLog();
        var malformed = new LatencyLog();
        TimeSpan duration = _options.Duration + TimeSpan.FromSeconds(10); // Slow clients have five seconds of grace.
        using var until = new CancellationTokenSource(duration);
        Task<int> slow = _clients.TrickleAsync(SlowClients, path, image.Length, until.Token);
        await Task.WhenAll(
            slow,
            _clients.PostAsync(clients, path, image, "application/octet-stream", log, until.Token),
            _clients.PollAsync("health", health, until.Token),
            _clients.PostAsync(BadClients, "api/translate/" + _options.Model, new byte[4 * models.MaxPixels + models.MaxPixels / 32 + 100_000], "image/png", oversized, until.Token),
            _clients.PostAsync(BadClients, "api/translate/" + _options.Model, image, "image/png", malformed, until.Token));
        AddRow(table, FormattableString.Invariant($"{clients}, and bad ones"), log, duration);

        AddAnswers(others, "GET /health", health);
        AddAnswers(others, FormattableString.Invariant($"{BadClients} clients with too many bytes"), oversized);
        AddAnswers(others, FormattableString.Invariant($"{BadClients} clients with broken files"), malformed);
        _ = others.AddRow(FormattableString.Invariant($"{SlowClients} clients that trickle"), (await slow).ToString(CultureInfo.InvariantCulture), "cut off", "", "");
        return IsExpected(log, HttpStatusCode.OK, HttpStatusCode.TooManyRequests) & IsExpected(health, HttpStatusCode.OK)
            & IsExpected(oversized, HttpStatusCode.RequestEntityTooLarge) & IsExpected(malformed, HttpStatusCode.BadRequest, HttpStatusCode.TooManyRequests) & await slow > 0;
    }

    private async Task<LatencyLog> PostAsync(int clients, string path, byte[] image)
    {
        var log = new LatencyLog();
        using var until = new CancellationTokenSource(_options.Duration);
        await _clients.PostAsync(clients, path, image, "application/octet-stream", log, until.Token);
        return log;
    }

    // After a moment without requests, for the demo to come to rest.
    private async Task<ServerMetrics> RestAsync()
    {
        await Task.Delay(TimeSpan.FromSeconds(3));
        return await GetAsync<ServerMetrics>("metrics");
    }

    private async Task<T> GetAsync<T>(string path) =>
        await _http.GetFromJsonAsync<T>(new Uri(_options.Address, path)) ?? throw new HttpRequestException($"'{path}' has no content.");

    private static void AddRow(Table table, string clients, LatencyLog log, TimeSpan duration) => table.AddRow(
        clients, Number(log.Count(HttpStatusCode.OK) / duration.TotalSeconds), Number(log.Quantile(HttpStatusCode.OK, 0.5)), Number(log.Quantile(HttpStatusCode.OK, 0.99)),
        string.Create(CultureInfo.InvariantCulture, $"{100.0 * log.Count(HttpStatusCode.TooManyRequests) / Math.Max(1, log.Total):0.0} %"));

    private static void AddAnswers(Table table, string who, LatencyLog log)
    {
        foreach ((HttpStatusCode status, int count) in log.Counts.OrderBy(entry => entry.Key))
            _ = table.AddRow(who, count.ToString(CultureInfo.InvariantCulture), FormattableString.Invariant($"{(int)status}"), Number(log.Quantile(status, 0.5)), Number(log.Quantile(status, 0.99)));
    }

    private static bool IsExpected(LatencyLog log, params HttpStatusCode[] expected)
    {
        string[] surprises = [.. log.Counts.Where(entry => !expected.Contains(entry.Key)).Select(entry => FormattableString.Invariant($"{entry.Value} times status {(int)entry.Key}")), .. log.Failures.Distinct()];
        foreach (string surprise in surprises)
            AnsiConsole.MarkupLineInterpolated($"[red]Not expected: {surprise}[/]");
        return surprises.Length == 0;
    }

    private static Table Columns(string first, params string[] others)
    {
        Table table = new Table().MarkdownBorder().AddColumn(first);
        foreach (string other in others)
            _ = table.AddColumn(new TableColumn(other).RightAligned());
        return table;
    }

    private static string Number(double value) => double.IsNaN(value) ? "–" : value.ToString(value >= 100 ? "0" : value >= 10 ? "0.0" : "0.00", CultureInfo.InvariantCulture);

    private static string Megabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0} MB");
}
