using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
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
        _ = app.MapHealthChecks("/health", new HealthCheckOptions { Predicate = _ => false }); // Whoever answers is alive.
        _ = app.MapHealthChecks("/health/ready");
        _ = app.MapGet("/metrics", Count);
    }

    private static Ok<MetricsView> Count(DemoCounters counters, TranslationQueue queue, DemoOptions options) => TypedResults.Ok(new MetricsView(
        counters.Uptime.TotalSeconds,
        options.Workers, options.WaitingPlaces, queue.Running, queue.Waiting,
        Enum.GetValues<RequestOutcome>().ToDictionary(outcome => outcome, outcome => counters[outcome]),
        counters.EngineTime.TotalSeconds, Environment.WorkingSet, GC.GetTotalMemory(forceFullCollection: false), GC.CollectionCount(2)));

    /// <summary>Counters since the start, and gauges of this moment.</summary>
    private sealed record MetricsView(
        double UptimeSeconds, int Workers, int WaitingPlaces, int Running, int Waiting, Dictionary<RequestOutcome, long> Requests,
        double EngineSeconds, long WorkingSetBytes, long ManagedBytes, int FullCollections);
}
