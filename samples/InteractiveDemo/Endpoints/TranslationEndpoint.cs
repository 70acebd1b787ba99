using System.Globalization;
using GanCompression.Quality;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace GanCompression.Samples.InteractiveDemo;

/// <summary><c>POST /api/translate/{model}</c>: an image in, its translation out.</summary>
internal sealed partial class TranslationEndpoint(DemoModels models, TranslationQueue queue, UploadReader uploads, DemoCounters counters, ILogger<TranslationEndpoint> logger)
{
    private const string RetryAfterSeconds = "1";

    /// <summary>Adds the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder app) =>
        app.MapPost("/api/translate/{model}", (string model, HttpContext context, TranslationEndpoint endpoint) => endpoint.HandleAsync(model, context));

    private async Task HandleAsync(string name, HttpContext context)
    {
        if (models.Find(name) is not { } slot)
        {
            await RefuseAsync(context, StatusCodes.Status404NotFound, $"There is no model '{name}'; there are {models.Teacher.Name} and {models.Student.Name}.");
            return;
        }

        try
        {
            await TranslateAsync(slot, context);
        }
        catch (BadHttpRequestException e)
        {
            await RefuseAsync(context, e.StatusCode, e.Message);
        }
        catch (Exception e) when (e is (OperationCanceledException or IOException) && context.RequestAborted.IsCancellationRequested)
        {
            counters.Add(RequestOutcome.Abandoned);
            LogAbandoned(slot.Name);
            throw; // The server answers if the time was up, and closes what a client left open.
        }
        catch (Exception)
        {
            counters.Add(RequestOutcome.Failed);
            throw; // The server logs it, and answers with status 500.
        }
    }

    private async Task TranslateAsync(ModelSlot slot, HttpContext context)
    {
        uploads.CheckHeader(context.Request, slot);
        if (queue.State is var state and not Admission.Accepted)
        {
            await RefuseAsync(context, state); // Before the body is read: a busy service spends nothing on it.
            return;
        }

        using UploadedImage image = await uploads.ReadAsync(context.Request, slot, context.RequestAborted);
        Admission admission = queue.TryRun(() => slot.Translate(image.Rgba.Span, image.Width, image.Height), out Task<TranslationTimes> completion, context.RequestAborted);
        if (admission != Admission.Accepted)
        {
            await RefuseAsync(context, admission);
            return;
        }

        TranslationTimes times = await completion;
        await AnswerAsync(context, image, times);
        counters.AddTranslated(times.Engine);
        LogTranslated(slot.Name, image.Width, image.Height, times.Engine.TotalMilliseconds, times.Queued.TotalMilliseconds);
    }

    private static async Task AnswerAsync(HttpContext context, UploadedImage image, TranslationTimes times)
    {
        HttpResponse response = context.Response;
        response.Headers["Server-Timing"] = string.Create(CultureInfo.InvariantCulture, $"queue;dur={times.Queued.TotalMilliseconds:0.000}, engine;dur={times.Engine.TotalMilliseconds:0.000}");
        response.Headers.CacheControl = "no-store";
        response.ContentType = UploadReader.AnswerType(context.Request);
        ReadOnlyMemory<byte> body = response.ContentType == UploadReader.Png ? ImageFile.ToPng(image.Rgba.Span, image.Width, image.Height) : image.Rgba;
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body, context.RequestAborted);
    }

    private Task RefuseAsync(HttpContext context, Admission admission)
    {
        context.Response.Headers.RetryAfter = RetryAfterSeconds;
        return admission == Admission.Closed
            ? RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, "The service is stopping; try again when it is back.")
            : RefuseAsync(context, StatusCodes.Status429TooManyRequests, "Every worker is busy and every waiting place is taken; try again in a moment.");
    }

    private Task RefuseAsync(HttpContext context, int statusCode, string detail)
    {
        counters.Add(statusCode switch
        {
            StatusCodes.Status429TooManyRequests => RequestOutcome.Busy,
            StatusCodes.Status503ServiceUnavailable => RequestOutcome.Stopping,
            _ => RequestOutcome.Rejected,
        });
        LogRefused(statusCode, detail);
        return TypedResults.Problem(detail, statusCode: statusCode).ExecuteAsync(context);
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Model} translated {Width}×{Height} pixels in {EngineMilliseconds:0.0} ms after {QueueMilliseconds:0.0} ms in the queue.")]
    private partial void LogTranslated(string model, int width, int height, double engineMilliseconds, double queueMilliseconds);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Refused with status {StatusCode}: {Detail}")]
    private partial void LogRefused(int statusCode, string detail);

    [LoggerMessage(Level = LogLevel.Debug, Message = "A request to {Model} was given up by its client, or took too long.")]
    private partial void LogAbandoned(string model);
}
