namespace GanCompression;

/// <summary>
/// All plans of a channel set with their exact prices. A layer's cost depends on at most two entries of the plan, the channels
/// that go in and those that come out, so the price of a plan is a sum over its entries and pairs of entries. A few hundred
/// graphs are priced once; after that every plan is a handful of additions, and hundreds of thousands take milliseconds.
/// Immutable.
/// </summary>
/// <remarks>The budgeted search of GAN Compression (TPAMI 2022, §3.3 and §3.4) over sub-networks starts from this.</remarks>
public sealed class PlanSpace
{
    private const long MaxEnumerated = 1L << 24;

    // Sums of predictions are exact but for rounding.
    private const double Rounding = 1e-9;

    private readonly Func<ChannelPlan, LayerGraph> _graphOf;
    private readonly Func<LayerGraph, double>? _millisecondsOf;
    private readonly int _height;
    private readonly int _width;

    // Choices in ascending order: choice 0 everywhere is the narrowest plan, and all prices are differences to it.
    private readonly int[][] _choices;
    private readonly Price _base;
    private readonly Price[][] _single;
    private readonly Price[]?[][] _pairs;

    /// <summary>Prices a set.</summary>
    /// <param name="channels">The plans.</param>
    /// <param name="graphOf">The network of a plan, for example <see cref="GeneratorNetworks.SubMobileResNet"/>. Wider plans must not cost less.</param>
    /// <param name="height">Height of the image in pixels.</param>
    /// <param name="width">Width of the image in pixels.</param>
    /// <param name="millisecondsOf">
    /// Predicts the latency of a network in milliseconds: a positive sum over its layers that does not fall where channels rise.
    /// Null where no budget will be one of latency, which has no closed form.
    /// </param>
    /// <exception cref="GraphException">
    /// The network does not accept images of this size, or its cost is not a sum over pairs of entries that rises with every entry.
    /// </exception>
    public PlanSpace(ChannelSet channels, Func<ChannelPlan, LayerGraph> graphOf, int height, int width, Func<LayerGraph, double>? millisecondsOf = null)
    {
        ArgumentNullException.ThrowIfNull(channels);
        ArgumentNullException.ThrowIfNull(graphOf);
        Channels = channels;
        _graphOf = graphOf;
        _millisecondsOf = millisecondsOf;
        _height = height;
        _width = width;
        _choices = [.. channels.Choices.Select(list => list.Order().ToArray())];
        int entries = _choices.Length;
        var plan = new int[entries];
        _base = Measure(plan);
        _single = new Price[entries][];
        _pairs = new Price[]?[entries][];
        for (int k = 0; k < entries; k++)
        {
            _single[k] = new Price[_choices[k].Length];
            for (int v = 1; v < _choices[k].Length; v++)
            {
                plan[k] = v;
                _single[k][v] = Rising(Measure(plan) - _base);
                plan[k] = 0;
            }

            _pairs[k] = new Price[]?[k];
            for (int i = 0; i < k; i++)
                _pairs[k][i] = MeasurePair(i, k, plan);
        }

        Smallest = ToPlan(new int[entries], _base);
        CheckSum();
    }

    /// <summary>The set.</summary>
    public ChannelSet Channels { get; }

    /// <summary>The narrowest plan, which is the cheapest one.</summary>
    public PricedPlan Smallest { get; }

    /// <summary>The network of a plan.</summary>
    /// <param name="plan">Any plan.</param>
    public LayerGraph GraphOf(ChannelPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return _graphOf(plan);
    }

    /// <summary>The price of a plan: exactly that of <see cref="ComputeCost.Of"/>.</summary>
    /// <param name="plan">A plan of the set.</param>
    /// <exception cref="ArgumentException">The plan does not belong to the set.</exception>
    public PricedPlan PriceOf(ChannelPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        if (plan.Channels.Length != _choices.Length)
            throw new ArgumentException(FormattableString.Invariant($"Plan '{plan}' has {plan.Channels.Length} entries, but those of the channel set {Channels} have {_choices.Length}."), nameof(plan));
        var chosen = new int[_choices.Length];
        for (int k = 0; k < chosen.Length; k++)
        {
            chosen[k] = Array.BinarySearch(_choices[k], plan.Channels[k]);
            if (chosen[k] < 0)
                throw new ArgumentException(FormattableString.Invariant($"Plan '{plan}' does not belong to the channel set: entry {k + 1} is {plan.Channels[k]}; expected one of {string.Join(", ", _choices[k])}."), nameof(plan));
        }

        return ToPlan(plan, Sum(chosen));
    }

    /// <summary>Throws unless some plan fits a budget.</summary>
    /// <param name="budget">An absolute budget; see <see cref="ComputeBudget.For"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">No plan fits; the message names the smallest cost.</exception>
    /// <exception cref="InvalidOperationException">The budget is relative, or one of latency where none is predicted.</exception>
    public void CheckFeasible(ComputeBudget budget)
    {
        ArgumentNullException.ThrowIfNull(budget);
        if (!Fits(_base, budget))
        {
            string needs = _millisecondsOf is null
                ? FormattableString.Invariant($"{Smallest.MultiplyAdds:#,0} multiply-adds and {Smallest.Parameters:#,0} parameters")
                : FormattableString.Invariant($"{Smallest.MultiplyAdds:#,0} multiply-adds, {Smallest.Parameters:#,0} parameters and about {_base.Milliseconds:g4} ms");
            throw new ArgumentOutOfRangeException(nameof(budget), FormattableString.Invariant(
                $"No plan fits a budget of {budget}: the narrowest plan of the set, {Smallest.Plan}, needs {needs} at {_width}×{_height} pixels. Raise the budget, or offer narrower channels."));
        }
    }

    /// <summary>
    /// The plans within a budget, most multiply-adds first. Where there are more than asked for, a random part of them: every
    /// plan equally likely in sets of up to 16.8 million plans; in larger ones drawn without enumerating them.
    /// </summary>
    /// <param name="budget">An absolute budget; see <see cref="ComputeBudget.For"/>.</param>
    /// <param name="maxPlans">Largest number of plans, at least 1.</param>
    /// <param name="seed">Seed of the choice.</param>
    /// <exception cref="ArgumentOutOfRangeException">No plan fits; the message names the smallest cost.</exception>
    public IReadOnlyList<PricedPlan> FeasiblePlans(ComputeBudget budget, int maxPlans = int.MaxValue, long seed = 0)
    {
        return FeasiblePlans(budget, maxPlans, seed, out _);
    }

    /// <summary>The plans within a budget, and how many were priced to find them.</summary>
    /// <param name="budget">An absolute budget; see <see cref="ComputeBudget.For"/>.</param>
    /// <param name="maxPlans">Largest number of plans, at least 1.</param>
    /// <param name="seed">Seed of the choice.</param>
    /// <param name="priced">Receives the number of plans whose price was compared with the budget: the whole set where it is enumerated.</param>
    /// <exception cref="ArgumentOutOfRangeException">No plan fits; the message names the smallest cost.</exception>
    public IReadOnlyList<PricedPlan> FeasiblePlans(ComputeBudget budget, int maxPlans, long seed, out long priced)
    {
        CheckFeasible(budget);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxPlans, 1);
        var random = new SeededRandom(unchecked((ulong)seed));
        priced = Channels.Count;
        List<PricedPlan> plans = Channels.Count <= MaxEnumerated ? Enumerate(budget, maxPlans, random) : Draw(budget, maxPlans, ref random, out priced);
        plans.Sort((a, b) =>
        {
            int order = b.MultiplyAdds.CompareTo(a.MultiplyAdds);
            return order != 0 ? order : a.Plan.Channels.AsSpan().SequenceCompareTo(b.Plan.Channels.AsSpan());
        });
        return plans;
    }

    /// <summary>Number of plans within a budget. Takes time in proportion to it.</summary>
    /// <param name="budget">An absolute budget; see <see cref="ComputeBudget.For"/>.</param>
    public long CountFeasible(ComputeBudget budget)
    {
        ArgumentNullException.ThrowIfNull(budget);
        long count = 0;
        Walk(0, _base, new int[_choices.Length], budget, (_, _) => count++);
        return count;
    }

    // Vitter's reservoir (1985, algorithm R): once it is full, plan n takes the place of a random one with probability size/n.
    private List<PricedPlan> Enumerate(ComputeBudget budget, int maxPlans, SeededRandom draws)
    {
        var plans = new List<PricedPlan>();
        int seen = 0;
        Walk(0, _base, new int[_choices.Length], budget, (chosen, price) =>
        {
            seen++;
            if (plans.Count < maxPlans)
            {
                plans.Add(ToPlan(chosen, price));
            }
            else
            {
                int place = draws.NextInt(seen);
                if (place < maxPlans)
                    plans[place] = ToPlan(chosen, price);
            }
        });
        return plans;
    }

    // Plans at random that are kept where they fit; where they hardly ever do, entries at random, each among those that still fit.
    private List<PricedPlan> Draw(ComputeBudget budget, int maxPlans, ref SeededRandom random, out long priced)
    {
        priced = 0;
        var plans = new Dictionary<ChannelPlan, PricedPlan>();
        var chosen = new int[_choices.Length];
        long attempts = 64L * Math.Min(maxPlans, MaxEnumerated);
        for (long attempt = 0; attempt < attempts && plans.Count < maxPlans; attempt++)
        {
            bool isGuided = attempt >= attempts / 2;
            Array.Clear(chosen);
            int first = random.NextInt(chosen.Length);
            for (int n = 0; n < chosen.Length; n++)
            {
                int k = (first + n) % chosen.Length;
                chosen[k] = random.NextInt(_choices[k].Length);
                while (isGuided && chosen[k] > 0 && !Fits(Sum(chosen), budget))
                    chosen[k] = random.NextInt(chosen[k]);
            }

            priced++;
            Price price = Sum(chosen);
            if (Fits(price, budget))
            {
                PricedPlan plan = ToPlan(chosen, price);
                _ = plans.TryAdd(plan.Plan, plan);
            }
        }

        return [.. plans.Values];
    }

    // Entries that are not chosen yet count as the narrowest, so a sum beyond the budget rules out everything below it.
    private void Walk(int entry, Price sum, int[] chosen, ComputeBudget budget, Action<int[], Price> visit)
    {
        if (!Fits(sum, budget))
            return;
        if (entry == chosen.Length)
        {
            visit(chosen, sum);
            return;
        }

        for (int v = 0; v < _choices[entry].Length; v++)
        {
            chosen[entry] = v;
            Walk(entry + 1, sum + Rise(entry, chosen), chosen, budget, visit);
        }

        chosen[entry] = 0;
    }

    private bool Fits(Price price, ComputeBudget budget)
    {
        if (budget.Kind != ComputeBudgetKind.Latency)
            return budget.Allows(price.MultiplyAdds, price.Parameters);
        return _millisecondsOf is not null
            ? price.Milliseconds <= budget.Limit
            : throw new InvalidOperationException($"A budget of {budget} has no closed form. Tell the plan space how to predict latency, or search with PlanSearch, which measures it.");
    }

    private Price Sum(int[] chosen)
    {
        Price sum = _base;
        for (int k = 0; k < chosen.Length; k++)
            sum += Rise(k, chosen);
        return sum;
    }

    // What the choice for an entry adds, given those for the entries before it.
    private Price Rise(int entry, int[] chosen)
    {
        int v = chosen[entry];
        Price rise = _single[entry][v];
        Price[]?[] pairs = _pairs[entry];
        for (int i = 0; i < pairs.Length; i++)
        {
            if (pairs[i] is { } table)
                rise += table[v * _choices[i].Length + chosen[i]];
        }

        return rise;
    }

    // What two entries cost together beyond what each costs alone; null where that is nothing.
    private Price[]? MeasurePair(int i, int k, int[] plan)
    {
        int rows = _choices[k].Length;
        int columns = _choices[i].Length;
        if (IsNothing(Interaction(rows - 1, columns - 1)))
            return null;
        var table = new Price[rows * columns];
        for (int v = 1; v < rows; v++)
        {
            for (int u = 1; u < columns; u++)
                table[v * columns + u] = Rising(Interaction(v, u));
        }

        return table;

        Price Interaction(int v, int u)
        {
            plan[i] = u;
            plan[k] = v;
            Price together = Measure(plan);
            plan[i] = 0;
            plan[k] = 0;
            return together - _base - _single[i][u] - _single[k][v];
        }
    }

    private Price Measure(int[] chosen)
    {
        LayerGraph graph = _graphOf(new ChannelPlan(ChannelsOf(chosen)));
        ComputeCost cost = ComputeCost.Of(graph, _height, _width);
        if (_millisecondsOf is null)
            return new Price(cost.MultiplyAdds, cost.Parameters, 0);
        double milliseconds = _millisecondsOf(graph);
        return double.IsFinite(milliseconds) && milliseconds > 0
            ? new Price(cost.MultiplyAdds, cost.Parameters, milliseconds)
            : throw new GraphException(FormattableString.Invariant($"The plans cannot be priced: the latency predicted for plan {new ChannelPlan(ChannelsOf(chosen))} is {milliseconds} ms; expected a positive number."));
    }

    private bool IsNothing(Price price) => price is { MultiplyAdds: 0, Parameters: 0 } && Math.Abs(price.Milliseconds) <= Rounding * _base.Milliseconds;

    private Price Rising(Price price) => price.MultiplyAdds >= 0 && price.Parameters >= 0 && price.Milliseconds >= -Rounding * _base.Milliseconds
        ? price with { Milliseconds = Math.Max(0, price.Milliseconds) }
        : throw new GraphException("The plans cannot be priced: the cost of their networks falls where a channel count rises.");

    private void CheckSum()
    {
        var random = new SeededRandom(0);
        var chosen = new int[_choices.Length];
        for (int round = 0; round < 4; round++)
        {
            for (int k = 0; k < chosen.Length; k++)
                chosen[k] = round == 0 ? _choices[k].Length - 1 : random.NextInt(_choices[k].Length);
            (Price sum, Price whole) = (Sum(chosen), Measure(chosen));
            if (sum.MultiplyAdds != whole.MultiplyAdds || sum.Parameters != whole.Parameters || Math.Abs(sum.Milliseconds - whole.Milliseconds) > 1e-6 * whole.Milliseconds)
                throw new GraphException($"The plans cannot be priced: the cost of '{_graphOf(Smallest.Plan).Architecture}' is not a sum over pairs of channel counts, as plan {new ChannelPlan(ChannelsOf(chosen))} shows.");
        }
    }

    private PricedPlan ToPlan(int[] chosen, Price price) => ToPlan(new ChannelPlan(ChannelsOf(chosen)), price);

    private PricedPlan ToPlan(ChannelPlan plan, Price price) =>
        new(plan, price.MultiplyAdds, price.Parameters, _millisecondsOf is null ? null : TimeSpan.FromMilliseconds(price.Milliseconds));

    private int[] ChannelsOf(int[] chosen)
    {
        var channels = new int[chosen.Length];
        for (int k = 0; k < channels.Length; k++)
            channels[k] = _choices[k][chosen[k]];
        return channels;
    }

    private readonly record struct Price(long MultiplyAdds, long Parameters, double Milliseconds)
    {
        public static Price operator +(Price a, Price b) => new(a.MultiplyAdds + b.MultiplyAdds, a.Parameters + b.Parameters, a.Milliseconds + b.Milliseconds);

        public static Price operator -(Price a, Price b) => new(a.MultiplyAdds - b.MultiplyAdds, a.Parameters - b.Parameters, a.Milliseconds - b.Milliseconds);
    }
}
