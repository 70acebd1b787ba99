using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace GanCompression.Samples.InteractiveDemo;

/// <summary>What operators ask: is it alive, does it take work, what has it done.</summary>
internal static class HealthEndpoints
{
    /// <summary>Adds <c>/health</c>, <c>/health/ready</c> and <c>/metrics</c>.</summary>
    public static void Map(IEndpointRouteBuilder app)
    {
        _ = app.MapGet("/health", () => TypedResults.Ok(new HealthView("live")));
        _ = app.MapGet("/health/ready", Ready);
        _ = app.MapGet("/metrics", Count);
    }

    // A full queue is no reason to be taken out of service; a closed one is.
    private static JsonHttpResult<HealthView> Ready(TranslationQueue queue) => queue.State == Admission.Closed
        ? TypedResults.Json(new HealthView("stopping"), statusCode: StatusCodes.Status503ServiceUnavailable)
        : TypedResults.Json(new HealthView("ready"));

    private static Ok<MetricsView> Count(DemoCounters counters, TranslationQueue queue, DemoOptions options) => TypedResults.Ok(new MetricsView(
        counters.Uptime.TotalSeconds,
        options.Workers, options.WaitingPlaces, queue.Running, queue.Waiting,
        Enum.GetValues<RequestOutcome>().ToDictionary(outcome => outcome, outcome => counters[outcome]),
        counters.EngineTime.TotalSeconds, Environment.WorkingSet, GC.GetTotalMemory(forceFullCollection: false), GC.CollectionCount(2)));

    /// <summary>One word about the service.</summary>
    private sealed record HealthView(string Status);

    /// <summary>Counters since the start, and gauges of this moment.</summary>
    private sealed record MetricsView(
        double UptimeSeconds, int Workers, int WaitingPlaces, int Running, int Waiting, Dictionary<RequestOutcome, long> Requests,
        double EngineSeconds, long WorkingSetBytes, long ManagedBytes, int FullCollections);
}
