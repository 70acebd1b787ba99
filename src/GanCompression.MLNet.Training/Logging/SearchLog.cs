using GanCompression.Training;
using Microsoft.ML.Runtime;

namespace GanCompression.MLNet.Training;

/// <summary>Writes the progress of a search to a channel and hands it on to the user's callback.</summary>
internal sealed class SearchLog(IChannel channel, Action<SearchProgress>? callback)
{
    /// <summary>What logs the result of a search and hands it on to the user's callback.</summary>
    public static Action<CompressionFrontier> Found(IChannel channel, Action<CompressionFrontier>? callback) => frontier =>
    {
        FrontierPoint best = frontier.Best;
        string latency = best.Latency is { } time ? FormattableString.Invariant($"{time.TotalMilliseconds:g4} ms per image, ") : "";
        channel.Info(MessageSensitivity.None, FormattableString.Invariant(
            $"Search judged {frontier.Points.Length} plans for {frontier.Budget} and chose {best.Plan}: {best.MultiplyAdds / 1e6:0.0} M multiply-adds, {best.Parameters / 1e6:0.000} M parameters, {latency}{frontier.Scorer} {best.Score:g4}."));
        callback?.Invoke(frontier);
    };

    /// <summary>Takes a report: a trace for each plan, and a line of information at the end of a round.</summary>
    public void Report(SearchProgress progress)
    {
        if (progress.Done == progress.Plans)
            channel.Info(MessageSensitivity.None, progress.ToString());
        else
            channel.Trace(MessageSensitivity.None, progress.ToString());
        callback?.Invoke(progress);
    }
}
