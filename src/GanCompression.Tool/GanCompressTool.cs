using System.CommandLine;
using System.CommandLine.Parsing;
using GanCompression.Tool.Commands;

namespace GanCompression.Tool;

/// <summary>The command line as a function: arguments in, exit code out.</summary>
internal static class GanCompressTool
{
    /// <summary>Prints JSON on standard output.</summary>
    public static Option<bool> Json { get; } = new("--json") { Description = "Print the result as JSON on standard output; progress and notes stay on standard error.", Recursive = true };

    /// <summary>Prints logs and stack traces.</summary>
    public static Option<bool> Verbose { get; } = new("--verbose") { Description = "Show the log of every stage, and stack traces of errors.", Recursive = true };

    /// <summary>Runs a command line.</summary>
    /// <param name="arguments">What follows the tool's name.</param>
    /// <param name="output">Standard output.</param>
    /// <param name="error">Standard error.</param>
    /// <param name="cancellationToken">Stops the verb at the next step of its work.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        ParseResult parsed = Root.Parse(arguments);
        if (parsed.Errors.Count > 0)
            return ReportUsage(parsed, output, error);
        var configuration = new InvocationConfiguration
        {
            Output = output,
            Error = error,
            EnableDefaultExceptionHandler = false,

            // The caller handles signals: a training step may take longer than any fixed time.
            ProcessTerminationTimeout = null,
        };
        return await parsed.InvokeAsync(configuration, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The whole grammar.</summary>
    public static RootCommand Root { get; } =
        new("Compresses image-to-image generators (pix2pix, CycleGAN): train a teacher, make a small student of it, measure both, use either.")
        {
            Json,
            Verbose,
            new QuickstartVerb(),
            new ImportVerb(),
            new TrainVerb(),
            new CompressVerb(),
            new SupernetVerb(),
            new SearchVerb(),
            new EvaluateVerb(),
            new TranslateVerb(),
            new InspectVerb(),
            new BenchmarkVerb(),
            new ExportVerb(),
        };

    private static int ReportUsage(ParseResult parsed, TextWriter output, TextWriter error)
    {
        var console = new ToolConsole(output, error, parsed.GetResult(Json) is { Implicit: false }, verbose: false);
        string command = parsed.CommandResult.Command is RootCommand ? "" : parsed.CommandResult.Command.Name;
        string message = string.Join(" ", parsed.Errors.Select(e => e.Message).Distinct(StringComparer.Ordinal));
        console.Fail(command, message, exception: null);
        console.PointToHelp(command);
        return ExitCode.BadUsage;
    }
}
