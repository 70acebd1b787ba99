using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GanCompression.Samples.InteractiveDemo;

/// <summary>Puts the service together.</summary>
internal static class DemoServer
{
    private const double MinBytesPerSecond = 240;

    /// <summary>A service that is ready to start. It disposes the models with itself.</summary>
    /// <param name="options">Address and limits.</param>
    /// <param name="models">What it serves.</param>
    public static WebApplication Build(DemoOptions options, DemoModels models)
    {
        // Settings come from the command line alone: a stray appsettings.json or variable must not open the service to the world.
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory, WebRootPath = "wwwroot" });
        _ = builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Limit(kestrel, options));
        _ = builder.Logging.AddSimpleConsole(console => console.SingleLine = true).AddFilter("Microsoft.AspNetCore", LogLevel.Warning).AddFilter("Microsoft.AspNetCore.Http.Timeouts", LogLevel.Error)
            .AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.Critical); // To stop is no error.
        IServiceCollection services = builder.Services;
        _ = services.Configure<HostOptions>(host => host.ShutdownTimeout = options.StopTimeout);
        _ = services.AddRouting().AddProblemDetails();
        _ = services.AddRequestTimeouts(timeouts => timeouts.DefaultPolicy = new RequestTimeoutPolicy { Timeout = options.RequestTimeout, TimeoutStatusCode = StatusCodes.Status503ServiceUnavailable });
        _ = services.ConfigureHttpJsonOptions(json => json.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase)));
        _ = services.AddSingleton(options).AddSingleton(_ => models).AddSingleton(new DemoCounters()).AddSingleton<UploadReader>().AddSingleton<TranslationEndpoint>();
        _ = services.AddSingleton<TranslationQueue>().AddHostedService(provider => provider.GetRequiredService<TranslationQueue>());
        _ = services.AddHealthChecks().AddCheck<TranslationQueue>("queue");

        WebApplication app = builder.Build();
        _ = app.UseExceptionHandler().UseStatusCodePages();
        _ = app.Use(AddSecurityHeaders);
        _ = app.UseDefaultFiles().UseStaticFiles(new StaticFileOptions { OnPrepareResponse = file => file.Context.Response.Headers.CacheControl = "no-cache" });
        _ = app.UseRequestTimeouts();
        TranslationEndpoint.Map(app);
        ModelsEndpoint.Map(app);
        HealthEndpoints.Map(app);
        return app;
    }

    private static void Limit(KestrelServerOptions kestrel, DemoOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Listen(options.Address, options.Port);
        KestrelServerLimits limits = kestrel.Limits;
        limits.MaxRequestBodySize = 2 * options.MaxUploadBytes; // The endpoint's own limit comes first, and says more.
        limits.MaxConcurrentConnections = options.MaxConnections;
        limits.MinRequestBodyDataRate = new MinDataRate(MinBytesPerSecond, options.SlowClientGrace);
        limits.MinResponseDataRate = new MinDataRate(MinBytesPerSecond, options.SlowClientGrace);
        limits.RequestHeadersTimeout = options.RequestTimeout;
        limits.KeepAliveTimeout = TimeSpan.FromSeconds(60);
    }

    // The page has no script, style or picture from elsewhere, and belongs in nobody's frame.
    private static Task AddSecurityHeaders(HttpContext context, RequestDelegate next)
    {
        IHeaderDictionary headers = context.Response.Headers;
        headers.ContentSecurityPolicy = "default-src 'self'; img-src 'self' blob: data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        return next(context);
    }
}
