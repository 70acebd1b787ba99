using System.CommandLine;

namespace GanCompression.Tool.Commands;

/// <summary>A verb of the tool: turns what it throws into one sentence and an exit code.</summary>
internal abstract class Verb : Command
{
    /// <summary>Creates a verb.</summary>
    /// <param name="name">What is typed.</param>
    /// <param name="description">What the help says.</param>
    protected Verb(string name, string description)
        : base(name, description)
    {
        SetAction((arguments, cancellationToken) => Task.FromResult(Run(arguments, cancellationToken)));
    }

    /// <summary>Does the work.</summary>
    /// <exception cref="UsageException">The command line is wrong.</exception>
    protected abstract void Execute(ParseResult arguments, ToolConsole console, CancellationToken cancellationToken);

    private int Run(ParseResult arguments, CancellationToken cancellationToken)
    {
        var console = new ToolConsole(
            arguments.InvocationConfiguration.Output, arguments.InvocationConfiguration.Error, arguments.GetValue(GanCompressTool.Json), arguments.GetValue(GanCompressTool.Verbose));
        try
        {
            Execute(arguments, console, cancellationToken);
            return ExitCode.Success;
        }
        catch (OperationCanceledException e) when (cancellationToken.IsCancellationRequested)
        {
            console.Fail(Name, "cancelled; finished files are kept, nothing is half-written.", e);
            return ExitCode.Cancelled;
        }
        catch (UsageException e)
        {
            console.Fail(Name, e.Message, e);
            console.PointToHelp(Name);
            return ExitCode.BadUsage;
        }
#pragma warning disable CA1031 // The border of the process: whatever went wrong becomes a sentence and an exit code.
        catch (Exception e)
#pragma warning restore CA1031
        {
            console.Fail(Name, Sentence(e), e);
            return ExitCode.Failed;
        }
    }

    /// <summary>What a person needs of an exception: the innermost cause of wrappers, without the name of a parameter.</summary>
    private static string Sentence(Exception exception)
    {
        while (exception is AggregateException or TypeInitializationException or System.Reflection.TargetInvocationException && exception.InnerException is { } inner)
            exception = inner;
        string message = exception.Message;
        if (exception is ArgumentException { ParamName: { } parameter })
        {
            int suffix = message.IndexOf($" (Parameter '{parameter}')", StringComparison.Ordinal);
            if (suffix >= 0)
                message = message[..suffix];
        }

        return message;
    }
}
