namespace GanCompression;

/// <summary>
/// What a compressed generator may cost at most. Multiply-adds and parameters are checked in closed form over graphs: nothing
/// runs. Latency has to be measured.
/// </summary>
public sealed record ComputeBudget
{
    private ComputeBudget(ComputeBudgetKind kind, double limit)
    {
        Kind = kind;
        Limit = limit;
    }

    /// <summary>What is limited.</summary>
    public ComputeBudgetKind Kind { get; }

    /// <summary>
    /// The limit: a factor for <see cref="ComputeBudgetKind.Ratio"/>, milliseconds for <see cref="ComputeBudgetKind.Latency"/>,
    /// otherwise the largest count allowed.
    /// </summary>
    public double Limit { get; }

    /// <summary>So many times fewer multiply-adds than the teacher.</summary>
    /// <param name="timesFewer">The factor, at least 1.</param>
    public static ComputeBudget Ratio(double timesFewer) => Checked(ComputeBudgetKind.Ratio, timesFewer, nameof(timesFewer));

    /// <summary>At most so many multiply-adds per image, by the published rule.</summary>
    /// <param name="count">The limit, at least 1; for example 3e9.</param>
    public static ComputeBudget MultiplyAdds(double count) => Checked(ComputeBudgetKind.MultiplyAdds, count, nameof(count));

    /// <summary>At most so many trainable parameters.</summary>
    /// <param name="count">The limit, at least 1.</param>
    public static ComputeBudget Parameters(double count) => Checked(ComputeBudgetKind.Parameters, count, nameof(count));

    /// <summary>At most so much time per image on one thread of the machine that asks; see <see cref="ComputeBudgetKind.Latency"/>.</summary>
    /// <param name="perImage">The limit, above 0; for example 40 milliseconds.</param>
    public static ComputeBudget Latency(TimeSpan perImage) => perImage > TimeSpan.Zero
        ? new ComputeBudget(ComputeBudgetKind.Latency, perImage.TotalMilliseconds)
        : throw new ArgumentOutOfRangeException(nameof(perImage), perImage, FormattableString.Invariant($"A budget of latency must be above 0 ms, but was {perImage.TotalMilliseconds} ms."));

    /// <summary>The budget in absolute terms: a ratio becomes a number of multiply-adds, other budgets stay what they are.</summary>
    /// <param name="reference">Cost of the teacher, at the image size that the student is priced at.</param>
    public ComputeBudget For(ComputeCost reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        return Kind == ComputeBudgetKind.Ratio ? new ComputeBudget(ComputeBudgetKind.MultiplyAdds, Math.Max(1, Math.Floor(reference.MultiplyAdds / Limit))) : this;
    }

    /// <summary>Whether a network with these costs stays within the budget.</summary>
    /// <param name="multiplyAdds">Multiply-adds per image by the published rule.</param>
    /// <param name="parameters">Trainable parameters.</param>
    /// <param name="latency">Time per image, measured or predicted; null where it is not known. Only a budget of latency asks for it.</param>
    /// <exception cref="InvalidOperationException">The budget is a ratio, see <see cref="For"/>; or it is one of latency, and none is given.</exception>
    public bool Allows(long multiplyAdds, long parameters, TimeSpan? latency = null) => Kind switch
    {
        ComputeBudgetKind.MultiplyAdds => multiplyAdds <= Limit,
        ComputeBudgetKind.Parameters => parameters <= Limit,
        ComputeBudgetKind.Latency => latency is { } time
            ? time.TotalMilliseconds <= Limit
            : throw new InvalidOperationException($"A budget of {this} cannot be checked by multiply-adds and parameters. Give the latency too: PlanSearch measures it."),
        _ => throw new InvalidOperationException($"A budget of {this} is relative. Call For with the cost of the teacher first."),
    };

    /// <summary>The budget in words: <c>at most 3,000,000,000 multiply-adds</c>.</summary>
    public override string ToString() => Kind switch
    {
        ComputeBudgetKind.Ratio => FormattableString.Invariant($"{Limit:0.##} times fewer multiply-adds than the teacher"),
        ComputeBudgetKind.MultiplyAdds => FormattableString.Invariant($"at most {Limit:#,0.##} multiply-adds"),
        ComputeBudgetKind.Latency => FormattableString.Invariant($"at most {Limit:#,0.####} ms per image"),
        _ => FormattableString.Invariant($"at most {Limit:#,0.##} parameters"),
    };

    private static ComputeBudget Checked(ComputeBudgetKind kind, double limit, string parameter) => double.IsFinite(limit) && limit >= 1
        ? new ComputeBudget(kind, limit)
        : throw new ArgumentOutOfRangeException(parameter, limit, FormattableString.Invariant($"A budget of {(kind == ComputeBudgetKind.Ratio ? "times fewer multiply-adds" : kind == ComputeBudgetKind.MultiplyAdds ? "multiply-adds" : "parameters")} must be at least 1, but was {limit}."));
}
