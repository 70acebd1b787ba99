using System.Text.Json;
using GanCompression.Tool.Reporting;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace GanCompression.Tool;

/// <summary>
/// Where a verb speaks: results on standard output (tables for people, JSON for programs), everything else on standard error.
/// </summary>
internal sealed class ToolConsole
{
    // Without a terminal nothing is wrapped.
    private const int PlainWidth = 10_000;

    private readonly TextWriter _output;

    /// <summary>Creates a console.</summary>
    /// <param name="output">Standard output.</param>
    /// <param name="error">Standard error.</param>
    /// <param name="json">Whether results are JSON.</param>
    /// <param name="verbose">Whether details are wanted: the log of every stage, and stack traces.</param>
    public ToolConsole(TextWriter output, TextWriter error, bool json, bool verbose)
    {
        _output = output;
        IsJson = json;
        IsVerbose = verbose;
        Status = Create(error);
        Results = Create(output);
    }

    /// <summary>Whether results are JSON.</summary>
    public bool IsJson { get; }

    /// <summary>Whether details are wanted.</summary>
    public bool IsVerbose { get; }

    /// <summary>The screen for progress, notes and errors.</summary>
    public IAnsiConsole Status { get; }

    /// <summary>Whether bars can be drawn: standard error is a terminal.</summary>
    public bool IsInteractive => Status.Profile.Capabilities.Interactive && Status.Profile.Out.IsTerminal;

    private IAnsiConsole Results { get; }

    /// <summary>Tells something on the way, in one sentence.</summary>
    public void Say(string sentence) => Status.WriteLine(sentence);

    /// <summary>Gives the result: as JSON, or as what a person reads.</summary>
    /// <param name="value">The result.</param>
    /// <param name="render">Makes the parts that a person reads, top to bottom.</param>
    public void Result<T>(T value, Func<IEnumerable<IRenderable>> render)
    {
        if (IsJson)
        {
            _output.WriteLine(JsonSerializer.Serialize(value, ToolJson.Options));
            _output.Flush();
            return;
        }

        foreach (IRenderable part in render())
            Results.Write(part);
    }

    /// <summary>Tells why the verb failed; with JSON the reason also goes to standard output, so that a program gets one object in any case.</summary>
    public void Fail(string command, string message, Exception? exception)
    {
        Status.Write(new Text("error: ", new Style(Color.Red)));
        Status.Write(new Text(message + Environment.NewLine));
        if (IsVerbose && exception is not null)
            Status.Write(new Text(exception + Environment.NewLine));
        if (IsJson)
            _output.WriteLine(JsonSerializer.Serialize(new FailureResult(command, message), ToolJson.Options));
    }

    /// <summary>Says where the options of a verb are explained.</summary>
    /// <param name="command">The verb; empty for the tool itself.</param>
    public void PointToHelp(string command) => Say($"Run 'gancompress {(command.Length == 0 ? "" : command + " ")}--help' to see what is expected.");

    private static IAnsiConsole Create(TextWriter writer)
    {
        var output = new AnsiConsoleOutput(writer);
        if (output.IsTerminal)
            return AnsiConsole.Create(new AnsiConsoleSettings { Out = output });
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = output,
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
        });
        console.Profile.Width = PlainWidth;
        return console;
    }
}
