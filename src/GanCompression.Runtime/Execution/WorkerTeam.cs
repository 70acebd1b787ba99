using System.Runtime.ExceptionServices;

namespace GanCompression.Runtime;

/// <summary>
/// Runs the parts of steps on the calling thread and on some of the thread pool's. Helpers sleep between steps and leave at the
/// end of a run, so nothing spins or stays behind; where the pool is busy, the calling thread does the work alone.
/// </summary>
internal sealed class WorkerTeam : IThreadPoolWorkItem
{
    private readonly object _gate = new();
    private readonly int _threads;
    private Step? _step;
    private int _parts;
    private int _next;
    private int _running;
    private int _helpers;
    private bool _isOpen;
    private ExceptionDispatchInfo? _error;

    public WorkerTeam(int threads) => _threads = threads;

    /// <summary>Runs steps one after the other, each divided among the team.</summary>
    /// <param name="steps">The steps.</param>
    /// <param name="watch">Is told when each step ends; null where nobody asks.</param>
    public void Run(Step[] steps, StepWatch? watch)
    {
        int missing;
        lock (_gate)
        {
            _isOpen = true;
            missing = _threads - 1 - _helpers;
            _helpers += missing;
        }

        for (int i = 0; i < missing; i++)
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        try
        {
            for (int i = 0; i < steps.Length; i++)
            {
                Run(steps[i]);
                watch?.End(i);
            }
        }
        finally
        {
            lock (_gate)
            {
                _isOpen = false;
                Monitor.PulseAll(_gate);
            }
        }
    }

    void IThreadPoolWorkItem.Execute()
    {
        lock (_gate)
        {
            while (_isOpen)
            {
                if (!TryRunPart())
                    Monitor.Wait(_gate);
            }

            _helpers--;
        }
    }

    private void Run(Step step)
    {
        int parts = Math.Min(_threads, step.MaxParts);
        if (parts <= 1)
        {
            step.Run();
            return;
        }

        step.Start();
        lock (_gate)
        {
            _step = step;
            _parts = parts;
            _next = 0;
            Monitor.PulseAll(_gate);
            while (TryRunPart())
            {
            }

            while (_running > 0)
                Monitor.Wait(_gate);
            _step = null;
            ExceptionDispatchInfo? error = _error;
            _error = null;
            error?.Throw();
        }

        step.Complete();
    }

    // Called with the gate held; lets go of it while a part runs.
    private bool TryRunPart()
    {
        if (_step is not { } step || _next == _parts)
            return false;
        int part = _next++;
        _running++;
        Monitor.Exit(_gate);
        ExceptionDispatchInfo? error = null;
        try
        {
            step.RunPart(part, _parts);
        }
        catch (Exception e)
        {
            error = ExceptionDispatchInfo.Capture(e);
        }
        finally
        {
            Monitor.Enter(_gate);
        }

        _error ??= error;
        if (--_running == 0)
            Monitor.PulseAll(_gate);
        return true;
    }
}
