using System.CommandLine;

namespace GanCompression.Tool.Commands;

/// <summary>The options that say what a student may cost.</summary>
internal sealed class BudgetOptionSet
{
    private readonly Option<double?> _ratio;
    private readonly Option<double?> _multiplyAdds = OptionFactory.Number("--multiply-adds", "Budget: most multiply-adds per image (published rule), for example 3e9.", minimum: 1);
    private readonly Option<double?> _parameters = OptionFactory.Number("--parameters", "Budget: most parameters, for example 200000.", minimum: 1);

    private readonly Option<double?> _latency = OptionFactory.Number("--latency", "Budget: most milliseconds per image, measured on one thread of this machine; to search only.", minimum: 0.0001);

    /// <summary>Adds the options to a verb.</summary>
    /// <param name="verb">The verb.</param>
    /// <param name="defaultNote">What the help says about the budget when none is given.</param>
    public BudgetOptionSet(Command verb, string defaultNote)
    {
        _ratio = OptionFactory.Number("--ratio", $"Budget: how many times fewer multiply-adds (published rule) than the teacher. {defaultNote}", minimum: 1, isExclusive: true);
        foreach (Option option in Options)
            verb.Add(option);
    }

    /// <summary>The options, of which one may be given.</summary>
    public IReadOnlyList<Option> Options => [_ratio, _multiplyAdds, _parameters, _latency];

    /// <summary>Those of them that need a search: a plan that is only priced has no latency.</summary>
    public IReadOnlyList<Option> SearchedOnly => [_latency];

    /// <summary>The budget that was given; null if none was.</summary>
    /// <exception cref="UsageException">Several were given.</exception>
    public ComputeBudget? Given(ParseResult arguments)
    {
        arguments.AtMostOne(Options);
        if (arguments.GetValue(_multiplyAdds) is { } multiplyAdds)
            return ComputeBudget.MultiplyAdds(multiplyAdds);
        if (arguments.GetValue(_parameters) is { } parameters)
            return ComputeBudget.Parameters(parameters);
        if (arguments.GetValue(_latency) is { } milliseconds)
            return ComputeBudget.Latency(TimeSpan.FromMilliseconds(milliseconds));
        return arguments.GetValue(_ratio) is { } ratio ? ComputeBudget.Ratio(ratio) : null;
    }

    /// <summary>Runs a search; a budget that nothing fits is an error of the command line.</summary>
    /// <param name="search">Searches.</param>
    /// <param name="options">The options that decide about it.</param>
    /// <exception cref="UsageException">No sub-network fits the budget.</exception>
    public static T WithinReach<T>(Func<T> search, string options = "--ratio, --multiply-adds, --parameters, --latency and --channels")
    {
        try
        {
            return search();
        }
        catch (ArgumentOutOfRangeException e) when (e.ParamName == "budget")
        {
            throw new UsageException(e.Message.Replace(" (Parameter 'budget')", "", StringComparison.Ordinal) + $" See {options}.");
        }
    }
}
