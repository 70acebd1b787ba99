using System.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.CSharp;
using Microsoft.DotNet.Interactive.Events;

namespace GanCompression.Notebooks;

/// <summary>Runs a notebook on the C# kernel of .NET Interactive, cell by cell, in this process, and collects what the kernel says.</summary>
internal sealed class NotebookRunner : IDisposable
{
    private readonly NotebookDocument _notebook;
    private readonly CompositeKernel _kernel;
    private readonly List<CellRun> _runs = [];
    private readonly List<string> _warnings = [];
    private readonly List<string> _compilerErrors = [];
    private readonly Lock _gate = new();

    private NotebookRunner(NotebookDocument notebook)
    {
        _notebook = notebook;
        // What the Jupyter kernel makes of C#, except #r "nuget: ...": that comes with a package manager of its own.
        _kernel = new CompositeKernel { new CSharpKernel().UseKernelHelpers().UseWho().UseValueSharing() };
        _kernel.DefaultKernelName = "csharp";
    }

    /// <summary>Runs all cells, or those up to the first that fails. The current folder becomes that of the notebook, as in Jupyter and VS Code.</summary>
    /// <param name="notebook">The notebook.</param>
    /// <param name="isDone">Called after every code cell.</param>
    /// <param name="cancellationToken">Stops the current cell where it looks at the kernel's token, and what follows.</param>
    public static async Task<NotebookRun> RunAsync(NotebookDocument notebook, Action<CellRun>? isDone = null, CancellationToken cancellationToken = default)
    {
        Environment.CurrentDirectory = Path.GetDirectoryName(Path.GetFullPath(notebook.Path))!;
        using var runner = new NotebookRunner(notebook);
        using IDisposable subscription = runner._kernel.KernelEvents.Subscribe(runner.Take);
        foreach (NotebookCell cell in notebook.Cells.Where(cell => cell.IsCode))
        {
            CellRun run = await runner.RunCell(cell, cancellationToken).ConfigureAwait(false);
            isDone?.Invoke(run);
            if (run.Error is not null)
                break;
        }

        return new NotebookRun(notebook, runner._runs, runner._warnings);
    }

    public void Dispose() => _kernel.Dispose();

    private async Task<CellRun> RunCell(NotebookCell cell, CancellationToken cancellationToken)
    {
        var run = new CellRun(cell);
        lock (_gate)
            _runs.Add(run);
        _compilerErrors.Clear();
        long start = Stopwatch.GetTimestamp();
        KernelCommandResult result = await _kernel.SendAsync(new SubmitCode(cell.Source), cancellationToken).ConfigureAwait(false);
        run.Elapsed = Stopwatch.GetElapsedTime(start);
        lock (_gate)
        {
            if (result.Events.OfType<CommandFailed>().FirstOrDefault() is { } failed)
                run.Fail(_compilerErrors.Count > 0 ? string.Join("; ", _compilerErrors) : Message(failed));
        }

        return run;
    }

    private static string Message(CommandFailed failed) => failed.Exception is { } e ? $"{e.GetType().Name}: {e.Message}" : failed.Message;

    // Events come from the threads of the kernel and of the cells.
    private void Take(KernelEvent @event)
    {
        lock (_gate)
        {
            CellRun run = _runs[^1];
            switch (@event)
            {
                case DiagnosticsProduced produced:
                    _compilerErrors.AddRange(produced.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(diagnostic => diagnostic.ToString()));
                    break;
                case StandardOutputValueProduced output:
                    run.Show(CellOutput.Of(CellOutput.StandardOutput, output.FormattedValues), null);
                    break;
                case StandardErrorValueProduced error:
                    run.Show(CellOutput.Of(CellOutput.StandardError, error.FormattedValues), null);
                    break;
                case DisplayedValueUpdated update:
                    var updated = CellOutput.Of(CellOutput.Displayed, update.FormattedValues);
                    if (!_runs.Any(earlier => earlier.Update(updated, update.ValueId)))
                        _warnings.Add($"{_notebook.Name}, cell {run.Cell.Number}: an update belongs to nothing that is displayed, so nobody sees it: '{update.Value}'. What display(...) returns cannot be updated in this kernel; use KernelInvocationContext.Current.Display(...).");
                    break;
                case ReturnValueProduced returned:
                    run.Show(CellOutput.Of(CellOutput.Result, returned.FormattedValues), returned.ValueId);
                    break;
                case DisplayedValueProduced displayed:
                    run.Show(CellOutput.Of(CellOutput.Displayed, displayed.FormattedValues), displayed.ValueId);
                    break;
            }
        }
    }
}
