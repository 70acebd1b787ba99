namespace GanCompression.Training;

/// <summary>Options of <see cref="PlanSearch"/>.</summary>
public class SearchOptions
{
    /// <summary>The plans to choose from; the supernet must have been trained for them.</summary>
    /// <value>Default null: as in <see cref="SupernetOptions.Channels"/>, with the supernet's width.</value>
    public ChannelSet? Channels { get; set; }

    /// <summary>Which plans are judged.</summary>
    /// <value>Default <see cref="BudgetedSearch"/>; also <see cref="EvolutionSearch"/>, <see cref="BruteForceSearch"/> and <see cref="RankComparison"/>.</value>
    public ISearchStrategy Strategy { get; set; } = new BudgetedSearch();

    /// <summary>What decides in the end.</summary>
    /// <value>Default <see cref="PlanScorers.KernelDistance"/> with random features.</value>
    public IPlanScorer Scorer { get; set; } = PlanScorers.KernelDistance();

    /// <summary>What strategies such as <see cref="BudgetedSearch"/> compare the images of sub-networks with the teacher's by, to rank plans before the scorer is asked.</summary>
    /// <value>Default <see cref="QuickRanking.Automatic"/>: the scorer itself if it judges few images as it judges many, its features if it has any, otherwise pixels.</value>
    public QuickRanking Ranking { get; set; }

    /// <summary>Image pairs, or images of each set where they are unpaired, to judge on: the first ones of the data.</summary>
    /// <value>Default 200; at least 2. Where there are fewer, all of them.</value>
    public int MaxImages { get; set; } = 200;

    /// <summary>Height and width, in pixels, of the middle part of each image that is judged.</summary>
    /// <value>Default null: whole images. Otherwise a multiple of 4 that fits into the images.</value>
    public int? ImageSize { get; set; }

    /// <summary>Seed of everything random.</summary>
    /// <value>Default null: 0. Any number.</value>
    public long? Seed { get; set; }

    /// <summary>Plans that are judged at the same time, one thread each. The result does not depend on it.</summary>
    /// <value>Default 0: as many as there are processors. Or from 1 to 1024.</value>
    public int NumberOfThreads { get; set; }

    /// <summary>
    /// Folder for a journal of all evaluations, measured latencies included. A search that finds one for the same supernet, teacher,
    /// images and scorer does not repeat them, whatever its budget and strategy, and so continues where an interrupted one stopped.
    /// </summary>
    /// <value>Default null: no journal.</value>
    public string? CheckpointFolder { get; set; }

    /// <summary>Called after every evaluation, on the thread that made it, one call at a time.</summary>
    /// <value>Default null.</value>
    public Action<SearchProgress>? ProgressCallback { get; set; }

    /// <summary>Ends the search with an <see cref="OperationCanceledException"/> after the image at hand.</summary>
    /// <value>Default: never.</value>
    public CancellationToken CancellationToken { get; set; }

    /// <summary>What measures latency.</summary>
    internal ILatencyMeter LatencyMeter { get; set; } = RuntimeLatencyMeter.Instance;

    /// <summary>A copy that later changes to this object do not touch.</summary>
    public SearchOptions Clone() => (SearchOptions)MemberwiseClone();

    /// <summary>Throws unless every option is in its range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public virtual void Validate()
    {
        if (Strategy is null)
            throw new ArgumentOutOfRangeException(nameof(Strategy), "Strategy must be a search strategy, for example new BudgetedSearch(), but was null.");
        Strategy.Validate();
        if (Scorer is null)
            throw new ArgumentOutOfRangeException(nameof(Scorer), "Scorer must be a scorer, for example PlanScorers.KernelDistance(), but was null.");
        if (!Enum.IsDefined(Ranking))
            throw new ArgumentOutOfRangeException(nameof(Ranking), Ranking, $"Ranking must be Automatic, Pixels, Features or Score, but was {Ranking}.");
        if (Ranking is QuickRanking.Features or QuickRanking.Score && Scorer is not IFeatureScorer)
            throw new ArgumentOutOfRangeException(nameof(Ranking), Ranking, $"Ranking cannot be {Ranking} where the scorer, '{Scorer.Name}', has no features. Use one of PlanScorers, implement IFeatureScorer, or set Ranking to Pixels.");
        AtLeast(nameof(MaxImages), MaxImages, 2);
        if (ImageSize is { } size && (size < 4 || size % 4 != 0))
            throw new ArgumentOutOfRangeException(nameof(ImageSize), size, FormattableString.Invariant($"ImageSize must be a multiple of 4, but was {size}."));
        AtLeast(nameof(NumberOfThreads), NumberOfThreads, 0);
        if (NumberOfThreads > 1024)
            throw new ArgumentOutOfRangeException(nameof(NumberOfThreads), NumberOfThreads, FormattableString.Invariant($"NumberOfThreads must be at most 1024, but was {NumberOfThreads}."));
        if (CheckpointFolder is not null && string.IsNullOrWhiteSpace(CheckpointFolder))
            throw new ArgumentOutOfRangeException(nameof(CheckpointFolder), CheckpointFolder, $"CheckpointFolder must be null or the name of a folder, but was '{CheckpointFolder}'.");
    }

    internal static void AtLeast(string name, int value, int minimum)
    {
        if (value < minimum)
            throw new ArgumentOutOfRangeException(name, value, FormattableString.Invariant($"{name} must be at least {minimum}, but was {value}."));
    }
}
