using GanCompression.Training;
using Microsoft.ML.Runtime;

namespace GanCompression.MLNet.Training;

/// <summary>Writes the progress of a search to a channel and hands it on to the user's callback.</summary>
internal sealed class SearchLog(IChannel channel, Action<SearchProgress>? callback)
{
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
