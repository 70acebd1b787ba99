using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GanCompression.InteractiveDemo.Tests;

/// <summary>Starts, blocks and stops a service as the script with the page's tests asks over HTTP. There is one service at a time.</summary>
internal sealed class PageControl : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly List<Task> _blocked = [];
    private DemoOptions _options = new();
    private DemoService? _service;
    private ManualResetEventSlim? _gate;

    private PageControl()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = Environments.Development }); // Answers tell of exceptions.
        _ = builder.WebHost.UseUrls("http://127.0.0.1:0");
        _ = builder.Logging.ClearProviders();
        _app = builder.Build();
        _ = _app.MapPost("/start", (int? workers, int? places) => StartServiceAsync(workers, places));
        _ = _app.MapPost("/restart", RestartAsync);
        _ = _app.MapPost("/stop", () => Service.StopAsync());
        _ = _app.MapPost("/block", (int images) => Block(images));
        _ = _app.MapPost("/release", ReleaseAsync);
    }

    /// <summary>Where the script asks.</summary>
    public string Address => _app.Urls.Single();

    private DemoService Service => _service ?? throw new InvalidOperationException("No service has been started.");

    public static async Task<PageControl> StartAsync()
    {
        var control = new PageControl();
        await control._app.StartAsync();
        return control;
    }

    public async ValueTask DisposeAsync()
    {
        await EndServiceAsync();
        await _app.DisposeAsync();
    }

    // Answers with the service's address.
    private async Task<string> StartServiceAsync(int? workers, int? places)
    {
        await EndServiceAsync();
        var defaults = new DemoOptions();
        _options = defaults with { Workers = workers ?? defaults.Workers, WaitingPlaces = places ?? defaults.WaitingPlaces };
        _service = await DemoService.StartAsync(_options);
        return _service.Address.ToString();
    }

    // Another service at the same address.
    private async Task RestartAsync()
    {
        int port = Service.Address.Port;
        await EndServiceAsync();
        _service = await DemoService.StartAsync(_options, port);
    }

    // Occupies workers and waiting places until they are released.
    private void Block(int images)
    {
        _gate ??= new ManualResetEventSlim();
        for (int i = 0; i < images; i++)
            _blocked.Add(Service.Block(_gate));
    }

    private async Task ReleaseAsync()
    {
        _gate?.Set();
        await Task.WhenAll(_blocked);
        _blocked.Clear();
        _gate?.Dispose();
        _gate = null;
    }

    private async Task EndServiceAsync()
    {
        await ReleaseAsync();
        if (_service is not null)
            await _service.DisposeAsync();
        _service = null;
    }
}
