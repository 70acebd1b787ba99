using System.CommandLine;
using GanCompression.Tool.Progress;
using GanCompression.Training;

namespace GanCompression.Tool.Commands;

/// <summary>The options that say how the best sub-network is searched.</summary>
internal sealed class SearchOptionSet
{
    private readonly Option<ChannelSet?> _channels;
    private readonly Option<SearchMethod?> _search = OptionFactory.Word<SearchMethod>("--search", "Which sub-networks are judged: few by successive halving and prediction, generations of them, or all. Default: budgeted.");
    private readonly Option<int?> _candidates = OptionFactory.WholeNumber("--candidates", "Plans that the search starts from. Default: 128 for --search budgeted, 10000 for brute-force.", minimum: 1);
    private readonly Option<int?> _finalists = OptionFactory.WholeNumber("--finalists", "With --search budgeted: plans that the scorer judges. Default: 48.", minimum: 1);
    private readonly Option<int?> _population = OptionFactory.WholeNumber("--population", "With --search evolution: plans of a generation. Default: 100.", minimum: 2);
    private readonly Option<int?> _generations = OptionFactory.WholeNumber("--generations", "With --search evolution: number of generations. Default: 500.", minimum: 1);
    private readonly Option<int?> _images = OptionFactory.WholeNumber("--search-images", "Image pairs, or unpaired images of each set, that the search judges on at most.", minimum: 2, defaultValue: 200);
    private readonly Option<QuickRanking?> _ranking = OptionFactory.Word<QuickRanking>("--ranking", "What plans are ranked by, on few images, before the scorer is asked about all: difference to the teacher's images, distance to them in the scorer's features, or the score itself. Default: automatic, which is the score for --scorer kernel and features for frechet.");
    private readonly Option<ScorerKind?> _scorer = OptionFactory.Word<ScorerKind>("--scorer", "Distance by which the search chooses. Default: kernel.");
    private readonly Option<string?> _features = OptionFactory.Features("for the scorer of the search", $"{FeatureWeights.Random}, which judges a hundred images while {FeatureWeights.ResNet18} judges one");
    private readonly Option<string?> _frontier = new("--frontier") { Description = "Folder for frontier.csv and frontier.html: every plan that was judged, with cost and quality.", HelpName = "DIR" };

    /// <summary>Adds the options to a verb.</summary>
    /// <param name="verb">The verb.</param>
    /// <param name="channels">The option with the plans to choose from.</param>
    public SearchOptionSet(Command verb, Option<ChannelSet?> channels)
    {
        _channels = channels;
        foreach (Option option in Options)
            verb.Add(option);
    }

    /// <summary>All of them.</summary>
    public IReadOnlyList<Option> Options => [_channels, _search, _candidates, _finalists, _population, _generations, _images, _ranking, _scorer, _features, _frontier];

    /// <summary>Throws unless the options go together.</summary>
    /// <exception cref="UsageException">They do not.</exception>
    public void Check(ParseResult arguments)
    {
        SearchMethod method = Method(arguments);
        Refuse([_population, _generations], SearchMethod.Evolution);
        Refuse([_finalists], SearchMethod.Budgeted);
        if (method == SearchMethod.Evolution && arguments.IsGiven(_candidates))
            throw new UsageException("--candidates goes with --search budgeted or brute-force, not with --search evolution; there it is --population.");

        void Refuse(IEnumerable<Option> options, SearchMethod home)
        {
            if (method != home && arguments.FirstGiven(options) is { } option)
                throw new UsageException($"{option.Name} goes with --search {OptionFactory.WordOf(home)}, not with --search {OptionFactory.WordOf(method)}; leave one of them out.");
        }
    }

    /// <summary>The plans to choose from; null for the default.</summary>
    public ChannelSet? Channels(ParseResult arguments) => arguments.GetValue(_channels);

    /// <summary>The files of the frontier, if they are wanted.</summary>
    /// <exception cref="IOException">They exist, or cannot be written.</exception>
    public FrontierFiles? Frontier(ParseResult arguments, bool force) => arguments.GetValue(_frontier) is { } folder ? FrontierFiles.Prepare(folder, force) : null;

    /// <summary>Writes what was given into the options of a search. Reads the weights of the features.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="options">Where to write them.</param>
    /// <param name="imageSize">Size of the images it judges on.</param>
    /// <param name="tracker">Shows its progress.</param>
    public void Apply(ParseResult arguments, SearchOptions options, int imageSize, RunTracker tracker)
    {
        Quality.IFeatureExtractor extractor = FeatureWeights.Load(arguments.GetValue(_features) ?? FeatureWeights.Random, imageSize);
        options.Channels = Channels(arguments);
        options.Strategy = Strategy(arguments);
        options.Scorer = arguments.GetValue(_scorer) == ScorerKind.Frechet ? PlanScorers.FrechetDistance(extractor) : PlanScorers.KernelDistance(extractor);
        options.Ranking = arguments.GetValue(_ranking) ?? options.Ranking;
        options.MaxImages = arguments.GetValue(_images)!.Value;
        options.ProgressCallback = tracker.Report;
    }

    private SearchMethod Method(ParseResult arguments) => arguments.GetValue(_search) ?? SearchMethod.Budgeted;

    private ISearchStrategy Strategy(ParseResult arguments)
    {
        int? candidates = arguments.GetValue(_candidates);
        switch (Method(arguments))
        {
            case SearchMethod.Evolution:
                var evolution = new EvolutionSearch();
                return evolution with { Population = arguments.GetValue(_population) ?? evolution.Population, Generations = arguments.GetValue(_generations) ?? evolution.Generations };
            case SearchMethod.BruteForce:
                var bruteForce = new BruteForceSearch();
                return bruteForce with { MaxPlans = candidates ?? bruteForce.MaxPlans };
            default:
                var budgeted = new BudgetedSearch();
                return budgeted with { Candidates = candidates ?? budgeted.Candidates, Finalists = arguments.GetValue(_finalists) ?? budgeted.Finalists };
        }
    }
}
