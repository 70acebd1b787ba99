using System.Diagnostics;

namespace GanCompression.Samples.InteractiveDemo;

/// <summary>One piece of work in a <see cref="TranslationQueue"/>.</summary>
/// <param name="work">The work: computes on the worker's thread, and returns the time that the network took.</param>
internal sealed class TranslationJob(Func<TimeSpan> work)
{
    private readonly TaskCompletionSource<TranslationTimes> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly long _enqueued = Stopwatch.GetTimestamp();
    private TimeSpan _queued;
    private TimeSpan _engine;
    private Exception? _error;

    /// <summary>Ends when the work has been done, has failed, or was cancelled before it began.</summary>
    public Task<TranslationTimes> Completion => _completion.Task;

    /// <summary>Does the work, and keeps what came of it.</summary>
    public void Run()
    {
        _queued = Stopwatch.GetElapsedTime(_enqueued);
        try
        {
            _engine = work();
        }
        catch (Exception e) // Belongs to whoever waits for this job; the worker goes on.
        {
            _error = e;
        }
    }

    /// <summary>Tells whoever waits what came of the work.</summary>
    public void Complete()
    {
        if (_error is null)
            _completion.SetResult(new TranslationTimes(_queued, _engine));
        else
            _completion.SetException(_error);
    }

    /// <summary>Tells whoever waits that the work was never begun.</summary>
    public void Cancel(CancellationToken token) => _completion.SetCanceled(token);
}
