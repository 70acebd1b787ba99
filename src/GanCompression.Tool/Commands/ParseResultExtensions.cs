using System.CommandLine;

namespace GanCompression.Tool.Commands;

/// <summary>Questions about a command line.</summary>
internal static class ParseResultExtensions
{
    /// <summary>Whether an option was typed, rather than left to its default.</summary>
    public static bool IsGiven(this ParseResult arguments, Option option) => arguments.GetResult(option) is { Implicit: false };

    /// <summary>The first of some options that was typed; null if none was.</summary>
    public static Option? FirstGiven(this ParseResult arguments, params IEnumerable<Option> options) => options.FirstOrDefault(arguments.IsGiven);

    /// <summary>Throws if more than one of some options was typed.</summary>
    /// <exception cref="UsageException">Two of them were; the message names both.</exception>
    public static void AtMostOne(this ParseResult arguments, params IEnumerable<Option> options)
    {
        List<Option> given = [.. options.Where(arguments.IsGiven)];
        if (given.Count > 1)
            throw new UsageException($"{given[0].Name} and {given[1].Name} exclude each other; give one of them.");
    }
}
