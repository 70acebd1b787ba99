using System.CommandLine;
using System.Globalization;
using GanCompression.Notebooks;

var notebook = new Argument<string>("NOTEBOOK") { Description = "The notebook to run, an .ipynb file." };
var output = new Option<string?>("--output", "-o") { Description = "File to write: a page (.html), or the notebook with its outputs (.ipynb). Default: the name of the notebook, ending in .html, in the current folder.", HelpName = "FILE" };
var parameters = new Option<string[]>("--parameter", "-p")
{
    Description = "Another value for a variable of the notebook's cell of parameters, for example -p teacherEpochs=2. May be repeated.",
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
var command = new RootCommand("Runs a notebook from top to bottom on the C# kernel of .NET Interactive, and writes it with what its cells show.") { notebook, output, parameters };
command.SetAction((arguments, cancellationToken) => Run(
    arguments.GetValue(notebook)!, arguments.GetValue(output), arguments.GetValue(parameters) ?? [], cancellationToken));
ParseResult parsed = command.Parse(args);
int exitCode = await parsed.InvokeAsync();
return parsed.Errors.Count > 0 ? 2 : exitCode;

static async Task<int> Run(string path, string? output, string[] parameters, CancellationToken cancellationToken)
{
    try
    {
        var values = parameters.Select(text => text.Split('=', 2)).ToDictionary(pair => pair[0].Trim(), pair => pair[1], StringComparer.Ordinal);
        NotebookDocument document = NotebookDocument.Load(Path.GetFullPath(path)).With(values);
        // The run moves to the folder of the notebook.
        output = Path.GetFullPath(output ?? Path.ChangeExtension(Path.GetFileName(path), ".html"));
        NotebookRun run = await NotebookRunner.RunAsync(document, Report, cancellationToken);
        await File.WriteAllTextAsync(output, output.EndsWith(".ipynb", StringComparison.Ordinal) ? run.ToNotebook() : run.ToHtml(), cancellationToken);
        Console.WriteLine(output);
        foreach (string warning in run.Warnings)
            await Console.Error.WriteLineAsync("warning: " + warning);
        if (run.Error is null)
            return 0;
        await Console.Error.WriteLineAsync("error: " + run.Error);
        return 1;
    }
    catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException or ArgumentException)
    {
        await Console.Error.WriteLineAsync("error: " + e.Message);
        return 1;
    }
}

static void Report(CellRun run)
{
    foreach (CellOutput output in run.Outputs)
        Console.WriteLine("  " + (output.Text?.TrimEnd() ?? string.Create(CultureInfo.InvariantCulture, $"({string.Join(", ", output.Data.Select(data => $"{data.Key}, {data.Value.Length} characters"))})")));
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"cell {run.Cell.Number}: {run.Elapsed.TotalSeconds:0.0} s"));
}
