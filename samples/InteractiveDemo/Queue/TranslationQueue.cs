using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace GanCompression.Samples.InteractiveDemo;

/// <summary>
/// A fixed number of workers and a bounded number of places to wait for one. Work beyond that is refused at once, work that nobody
/// waits for any more leaves its place at once, and nothing that began is interrupted. Workers are threads of their own: while they
/// compute, the thread pool keeps answering. The framework's limiter hands places on through the pool, behind every request that is being refused:
/// with 64 clients it came to half as many pictures a second, with 340 to a sixth.
/// When the host stops, the queue closes first and the work in it is done while the server still answers (and refuses).
/// </summary>
internal sealed class TranslationQueue : IHostedLifecycleService, IHealthCheck, IDisposable
{
    private readonly object _lock = new();
    private readonly LinkedList<TranslationJob> _waiting = new();
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly int _workers;
    private readonly int _waitingPlaces;
    private int _running;
    private bool _isClosed;

    /// <summary>Starts the workers.</summary>
    /// <param name="options">How many workers and waiting places there are.</param>
    public TranslationQueue(DemoOptions options)
    {
        _workers = options.Workers;
        _waitingPlaces = options.WaitingPlaces;
        for (int i = 0; i < _workers; i++)
            new Thread(Work) { IsBackground = true, Name = $"Translation {i}" }.Start();
    }

    /// <summary>Whether work would be taken now.</summary>
    public Admission State
    {
        get
        {
            lock (_lock)
                return Admit();
        }
    }

    /// <summary>Work that waits for a worker.</summary>
    public int Waiting
    {
        get
        {
            lock (_lock)
                return _waiting.Count;
        }
    }

    /// <summary>Work that is being done.</summary>
    public int Running
    {
        get
        {
            lock (_lock)
                return _running;
        }
    }

    /// <summary>Hands work to the workers.</summary>
    /// <param name="work">Computes on a worker's thread, and returns the time that the network took.</param>
    /// <param name="completion">
    /// Ends with the work, or as cancelled if the token is cancelled before a worker took it; what the work uses is free again then. Already
    /// ended where the work was refused.
    /// </param>
    /// <param name="cancellationToken">Gives up the place while the work waits.</param>
    public Admission TryRun(Func<TimeSpan> work, out Task<TranslationTimes> completion, CancellationToken cancellationToken)
    {
        completion = Task.FromResult(default(TranslationTimes));
        TranslationJob job;
        lock (_lock)
        {
            Admission admission = Admit();
            if (admission != Admission.Accepted)
                return admission;
            job = new TranslationJob(work);
            _ = _waiting.AddLast(job);
            Monitor.Pulse(_lock);
        }

        completion = WaitAsync(job, cancellationToken);
        return Admission.Accepted;
    }

    /// <summary>Refuses new work from now on.</summary>
    /// <returns>Ends when the work that was accepted is done.</returns>
    public Task CloseAsync()
    {
        lock (_lock)
        {
            _isClosed = true;
            Monitor.PulseAll(_lock);
            EndIfDrained();
        }

        return _drained.Task;
    }

    /// <summary>A full queue is no reason to be taken out of service; a closed one is.</summary>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken) =>
        Task.FromResult(State == Admission.Closed ? HealthCheckResult.Unhealthy("The service is stopping.") : HealthCheckResult.Healthy());

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken) => CloseAsync().WaitAsync(cancellationToken);

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Closes the queue; the workers end when the work in it is done.</summary>
    public void Dispose() => _ = CloseAsync();

    // Counted together: work for an idle worker waits for a moment too.
    private Admission Admit() =>
        _isClosed ? Admission.Closed : _running + _waiting.Count < _workers + _waitingPlaces ? Admission.Accepted : Admission.Full;

    private async Task<TranslationTimes> WaitAsync(TranslationJob job, CancellationToken cancellationToken)
    {
        await using CancellationTokenRegistration registration = cancellationToken.UnsafeRegister((_, token) => Leave(job, token), null);
        return await job.Completion;
    }

    private void Leave(TranslationJob job, CancellationToken token)
    {
        lock (_lock)
        {
            if (!_waiting.Remove(job))
                return;
            EndIfDrained();
        }

        job.Cancel(token);
    }

    private void Work()
    {
        while (TryTake(out TranslationJob? job))
        {
            job.Run();
            lock (_lock)
            {
                _running--;
                EndIfDrained();
            }

            job.Complete();
        }
    }

    private bool TryTake([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out TranslationJob? job)
    {
        lock (_lock)
        {
            while (_waiting.Count == 0 && !_isClosed)
                _ = Monitor.Wait(_lock);
            job = _waiting.First?.Value;
            if (job is null)
                return false;
            _waiting.RemoveFirst();
            _running++;
            return true;
        }
    }

    private void EndIfDrained()
    {
        if (_isClosed && _running == 0 && _waiting.Count == 0)
            _ = _drained.TrySetResult();
    }
}
