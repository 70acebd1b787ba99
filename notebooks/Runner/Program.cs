using System.CommandLine;
using System.Globalization;
using System.Text;
using GanCompression;
using GanCompression.Notebooks;

var notebook = new Argument<string>("NOTEBOOK") { Description = "The notebook to run, an .ipynb file." };
var output = new Option<string?>("--output", "-o") { Description = "File to write: a page (.html), or the notebook with its outputs (.ipynb). Default: the name of the notebook, ending in .html, in the current folder.", HelpName = "FILE" };
var parameters = new Option<string[]>("--parameter", "-p")
{
    Description = "Sets a variable of the notebook's cell of parameters, for example -p teacherEpochs=2. May be repeated.",
    HelpName = "NAME=VALUE",
};
parameters.Validators.Add(result =>
{
    foreach (string text in result.Tokens.Select(token => token.Value).Where(text => text.IndexOf('=', StringComparison.Ordinal) < 1))
        result.AddError($"--parameter '{text}' is not of the form NAME=VALUE.");
});
output.Validators.Add(result =>
{
    if (result.Tokens.Count > 0 && Path.GetExtension(result.Tokens[0].Value) is not (".html" or ".ipynb"))
        result.AddError($"--output '{result.Tokens[0].Value}' ends in neither .html nor .ipynb.");
});
var command = new RootCommand("Runs a notebook from top to bottom without a kernel, and writes it with what its cells show.") { notebook, output, parameters };
command.SetAction((arguments, cancellationToken) => Run(
    arguments.GetValue(notebook)!, arguments.GetValue(output), arguments.GetValue(parameters) ?? [], cancellationToken));
ParseResult parsed = command.Parse(args);
int exitCode = await parsed.InvokeAsync();
return parsed.Errors.Count > 0 ? 2 : exitCode;

static async Task<int> Run(string path, string? output, string[] parameters, CancellationToken cancellationToken)
{
    try
    {
        NotebookDocument document = NotebookDocument.Load(path);
        output ??= Path.ChangeExtension(Path.GetFileName(path), ".html");
        var values = parameters.Select(text => text.Split('=', 2)).ToDictionary(pair => pair[0].Trim(), pair => pair[1], StringComparer.Ordinal);
        IReadOnlyList<CellRun> runs = await NotebookRunner.RunAsync(document, values, Report, cancellationToken);
        string content = output.EndsWith(".ipynb", StringComparison.Ordinal) ? ExecutedNotebook.Of(document, runs) : NotebookPage.Of(document, runs);
        AtomicFile.Write(output, stream => stream.Write(Encoding.UTF8.GetBytes(content)));
        Console.WriteLine(output);
        return 0;
    }
    catch (Exception e) when (e is NotebookException or FormatException or IOException or UnauthorizedAccessException or ArgumentException)
    {
        await Console.Error.WriteLineAsync("error: " + e.Message);
        return 1;
    }
}

static void Report(CellRun run)
{
    foreach (CellOutput text in run.Displayed.Select(value => value.Output))
        Console.WriteLine(text.MimeType == CellOutput.Html ? string.Create(CultureInfo.InvariantCulture, $"  (HTML, {text.Content.Length} characters)") : "  " + text.Content);
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"cell {run.Cell.Number}: {run.Elapsed.TotalSeconds:0.0} s"));
}
