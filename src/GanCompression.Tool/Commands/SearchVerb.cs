using System.CommandLine;
using GanCompression.MLNet;
using GanCompression.MLNet.Training;
using GanCompression.Tool.Progress;
using GanCompression.Training;
using Microsoft.ML;

namespace GanCompression.Tool.Commands;

/// <summary><c>search</c>: finds the best student within a budget in a supernet.</summary>
internal sealed class SearchVerb : Verb
{
    private readonly Argument<string> _supernet = new("SUPERNET") { Description = "What 'gancompress supernet' made, a .gcm file." };
    private readonly Argument<string> _folder = new("DIR") { Description = "Folder of image pairs: images with A on the left and B on the right, or subfolders A and B. Its subfolder val is used if there is one, else train; better not the pairs that the supernet was trained on. With --unpaired: folder with trainA and trainB." };
    private readonly Option<string> _teacher = new("--teacher") { Description = "The model that the supernet was trained from: sub-networks are compared with its images, and a ratio with its cost.", Required = true, HelpName = "MODEL" };
    private readonly PairOptionSet _pairs;
    private readonly BudgetOptionSet _budget;
    private readonly SearchOptionSet _search;
    private readonly Option<int?> _rankComparison = OptionFactory.WholeNumber("--rank-comparison", "Also judge so many random plans within the budget both by the quick ranking of --search budgeted and by the scorer, and say how far they agree.", minimum: 3);
    private readonly Option<int?> _rankImages = OptionFactory.WholeNumber("--rank-images", "Images of the quick ranking in --rank-comparison.", minimum: 1, defaultValue: new RankComparison().Images);
    private readonly Option<long?> _seed = OptionFactory.Seed();
    private readonly Option<int?> _threads = OptionFactory.WholeNumber("--threads", "Plans that are judged at the same time; the result does not depend on it. Default: every core.", minimum: 1);
    private readonly Option<string?> _checkpoints = new("--checkpoints") { Description = "Folder for a journal: a search that finds one of the same supernet, teacher, images and scorer does not judge a plan twice, whatever its budget.", HelpName = "DIR" };
    private readonly Option<bool> _withoutDiscriminator = OptionFactory.WithoutDiscriminator();
    private readonly Option<string> _output = OptionFactory.Output("student.gcm");
    private readonly Option<bool> _force = OptionFactory.Force();

    /// <summary>Creates the verb.</summary>
    public SearchVerb()
        : base("search", "Find the best student within a budget in a supernet, and take it out. 'gancompress compress --from' trains it on.")
    {
        Add(_supernet);
        Add(_folder);
        Add(_teacher);
        _pairs = new PairOptionSet(this, defaultImageSize: null, hasLoadSize: false, hasUnpaired: true);
        _budget = new BudgetOptionSet(this, "Default: 12.");
        _search = new SearchOptionSet(this, OptionFactory.Channels("Default: those that the supernet was trained for."));
        foreach (Option option in (Option[])[_rankComparison, _rankImages, _seed, _threads, _checkpoints, _withoutDiscriminator, _output, _force])
            Add(option);
    }

    /// <inheritdoc/>
    protected override void Execute(ParseResult arguments, ToolConsole console, CancellationToken cancellationToken)
    {
        ComputeBudget budget = _budget.Given(arguments) ?? ComputeBudget.Ratio(12);
        _search.Check(arguments);
        string output = arguments.GetValue(_output)!;
        string teacherPath = arguments.GetValue(_teacher)!;
        bool force = arguments.GetValue(_force);
        OutputPath.Prepare(output, force);
        FrontierFiles? frontierFiles = _search.Frontier(arguments, force);

        long seed = arguments.GetValue(_seed)!.Value;
        GanCompressionCatalog gan = ToolContext.Create(console, seed).GanCompression();
        GeneratorModel supernet = gan.Model.LoadGenerator(arguments.GetValue(_supernet)!);
        GeneratorModel teacher = SupernetFiles.LoadTeacher(gan, teacherPath);
        int imageSize = _pairs.ImageSize(arguments) ?? supernet.ImageSize;
        IDataView images = _pairs.LoadForSearch(arguments, gan.Data, arguments.GetValue(_folder)!, imageSize);
        (GeneratorModel Student, CompressionFrontier Frontier, RankView? Ranks) found = ProgressScreen.Run(console, tracker =>
        {
            (GeneratorModel student, CompressionFrontier frontier) = BudgetOptionSet.WithinReach(() => Search(tracker, strategy: null));
            return (student, frontier, arguments.GetValue(_rankComparison) is { } plans ? RankView.Of(Search(tracker, new RankComparison { Plans = plans, Images = arguments.GetValue(_rankImages)!.Value }).Frontier) : null);
        });
        frontierFiles?.Write(found.Frontier);
        gan.Model.SaveGenerator(found.Student, output, includeDiscriminator: !arguments.GetValue(_withoutDiscriminator));
        var result = new CompressResult(
            Name, Method: null, BudgetView.Of(budget), ModelSummary.Of(output, found.Student), ModelSummary.Of(teacherPath, teacher, found.Student.ImageSize),
            StageTime.Of(found.Student, after: supernet), SearchView.Of(found.Frontier, frontierFiles), found.Ranks);
        console.Result(result, result.Render);

        (GeneratorModel Student, CompressionFrontier Frontier) Search(RunTracker tracker, ISearchStrategy? strategy)
        {
            CompressionFrontier? frontier = null;
            var options = new PlanSearchEstimator.Options
            {
                Supernet = supernet,
                Teacher = teacher,
                Budget = budget,
                Seed = seed,
                NumberOfThreads = arguments.GetValue(_threads) ?? 0,
                CheckpointFolder = arguments.GetValue(_checkpoints),
                IsUnpaired = _pairs.IsUnpaired(arguments),
                FrontierCallback = judged => frontier = judged,
                CancellationToken = cancellationToken,
            };
            _search.Apply(arguments, options, imageSize, tracker);
            options.Strategy = strategy ?? options.Strategy;
            using GeneratorApplyingTransformer transformer = gan.Compression.Search(options).Fit(images);
            return (transformer.Model, frontier!);
        }
    }
}
