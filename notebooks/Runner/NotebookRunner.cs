using System.Diagnostics;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;

namespace GanCompression.Notebooks;

/// <summary>Runs a notebook cell by cell, as a kernel does: later cells see what earlier ones declared.</summary>
internal static class NotebookRunner
{
    /// <summary>Runs all cells.</summary>
    /// <param name="notebook">The notebook.</param>
    /// <param name="parameters">Values for variables of the cell that is tagged <c>parameters</c>, as C# expressions, by name.</param>
    /// <param name="isDone">Called after every code cell.</param>
    /// <param name="cancellationToken">Stops after the current cell.</param>
    /// <exception cref="NotebookException">A cell could not be compiled, or failed; the message names it.</exception>
    public static async Task<IReadOnlyList<CellRun>> RunAsync(
        NotebookDocument notebook, IReadOnlyDictionary<string, string> parameters, Action<CellRun>? isDone = null, CancellationToken cancellationToken = default)
    {
        if (parameters.Count > 0 && !notebook.Cells.Any(cell => cell.HasParameters))
            throw new NotebookException($"'{notebook.Path}' has no cell tagged '{NotebookCell.ParametersTag}', so there is nothing that '{parameters.First().Key}' could set.");
        var globals = new NotebookGlobals();
        ScriptOptions options = NotebookScript.Options(notebook.Path, NotebookScript.References);
        ScriptState<object>? state = null;
        var runs = new List<CellRun>();
        foreach (NotebookCell cell in notebook.Cells.Where(cell => cell.IsCode))
        {
            cancellationToken.ThrowIfCancellationRequested();
            long start = Stopwatch.GetTimestamp();
            await Execute(NotebookScript.CodeOf(cell)).ConfigureAwait(false);
            if (state!.ReturnValue is { } value)
                _ = globals.display(value);
            if (cell.HasParameters)
                await Execute(string.Concat(parameters.Select(parameter => $"{parameter.Key} = {parameter.Value};\n"))).ConfigureAwait(false);
            var run = new CellRun(cell, globals.TakeDisplayed(), Stopwatch.GetElapsedTime(start));
            runs.Add(run);
            isDone?.Invoke(run);

            async Task Execute(string code)
            {
                try
                {
                    state = state is null
                        ? await CSharpScript.RunAsync(code, options, globals, typeof(NotebookGlobals), cancellationToken).ConfigureAwait(false)
                        : await state.ContinueWithAsync(code, options, cancellationToken).ConfigureAwait(false);
                }
                catch (CompilationErrorException e)
                {
                    throw new NotebookException($"{Path.GetFileName(notebook.Path)}, cell {cell.Number}, does not compile: {string.Join("; ", e.Diagnostics)}", e);
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    throw new NotebookException($"{Path.GetFileName(notebook.Path)}, cell {cell.Number}, failed: {e.Message}", e);
                }
            }
        }

        return runs;
    }
}
