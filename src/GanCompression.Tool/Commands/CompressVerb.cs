using System.CommandLine;
using GanCompression.MLNet;
using GanCompression.MLNet.Training;
using GanCompression.Tool.Progress;
using GanCompression.Training;
using Microsoft.ML;

namespace GanCompression.Tool.Commands;

/// <summary><c>compress</c>: makes a small student of a teacher, of a given plan or within a budget.</summary>
internal sealed class CompressVerb : Verb
{
    private static readonly ComputeBudget s_defaultBudget = ComputeBudget.Ratio(12);

    private readonly Argument<string> _teacher = new("TEACHER") { Description = "The model to compress, a .gcm file." };
    private readonly Argument<string> _folder = new("DIR") { Description = "Folder of image pairs: images with A on the left and B on the right, or subfolders A and B. Its subfolder train is used if there is one. With --unpaired: folder with trainA and trainB." };
    private readonly PairOptionSet _pairs;
    private readonly Option<CompressionMethod?> _method = OptionFactory.Word<CompressionMethod>("--method", "distillation trains one student of a given or priced plan; fast-gan-compression trains a supernet, searches its best sub-network within a budget and fine-tunes that; gan-compression has the supernet start from a student that it distils first, which pays where the teacher has separable convolutions (mobile_resnet_9blocks). Default: distillation with --plan or --from, else fast-gan-compression.");
    private readonly Option<ChannelPlan?> _plan = OptionFactory.Plan();
    private readonly Option<string?> _from = new("--from") { Description = "Distil from what this model has learnt: a student of 'gancompress search', or with --plan the supernet itself. Its plan, unless --plan is given, and its discriminator are kept.", HelpName = "MODEL" };
    private readonly BudgetOptionSet _budget;
    private readonly Option<string> _architecture = new("--architecture") { Description = "sub_mobile_resnet_9blocks, or to distil legacy_sub_mobile_resnet_9blocks, with any number of blocks.", DefaultValueFactory = _ => SubNetworkArchitecture.Default, HelpName = "NAME" };
    private readonly SearchOptionSet _search;
    private readonly Option<int?> _fineTuningEpochs = OptionFactory.WholeNumber("--fine-tuning-epochs", "Epochs for which the chosen sub-network is trained alone; 0 for none. Default: half of --epochs.", minimum: 0);
    private readonly Option<int?> _heldOut = OptionFactory.WholeNumber("--held-out", "Pairs, or unpaired images of each set, that the supernet does not see and the search judges with; 0 to judge with those it was trained on. Default: a tenth, at most 200, and none below 20.", minimum: 0);
    private readonly Option<int?> _distillationEpochs = OptionFactory.WholeNumber("--distillation-epochs", "With --method gan-compression: epochs of the first student. Default: half of --epochs.", minimum: 1);
    private readonly Option<int?> _studentWidth = OptionFactory.WholeNumber("--student-width", "With --method gan-compression: channels of the first student's first layer, at least the most that --channels offers. Default: those, else 3/4 of the teacher's.", minimum: 1);
    private readonly StudentOptionSet _student;
    private readonly Option<bool> _withoutDiscriminator = OptionFactory.WithoutDiscriminator();
    private readonly TrainingOptionSet _training;
    private readonly Option<string> _output = OptionFactory.Output("student.gcm");
    private readonly Option<bool> _force = OptionFactory.Force();

    /// <summary>Creates the verb.</summary>
    public CompressVerb()
        : base("compress", "Make a small student of a teacher: of a given plan, or the best one within a budget.")
    {
        Add(_teacher);
        Add(_folder);
        _pairs = new PairOptionSet(this, defaultImageSize: null, hasLoadSize: true, hasUnpaired: true);
        Add(_method);
        Add(_plan);
        Add(_from);
        _budget = new BudgetOptionSet(this, "Default to search: 12. To distil, the costliest plan that fits and has the proportions of published ones is taken.");
        Add(_architecture);
        _search = new SearchOptionSet(this, OptionFactory.Channels());
        Add(_fineTuningEpochs);
        Add(_heldOut);
        Add(_distillationEpochs);
        Add(_studentWidth);
        _student = new StudentOptionSet(this, "Default: teacher to distil, new for fast-gan-compression.");
        Add(_withoutDiscriminator);
        _training = new TrainingOptionSet(this, defaultEpochs: 200, "Of the supernet, where there is one.");
        Add(_output);
        Add(_force);
    }

    /// <inheritdoc/>
    protected override void Execute(ParseResult arguments, ToolConsole console, CancellationToken cancellationToken)
    {
        CompressionMethod method = CheckMethod(arguments);
        _training.Check(arguments);
        _student.Check(arguments, _pairs);
        string output = arguments.GetValue(_output)!;
        string teacherPath = arguments.GetValue(_teacher)!;
        bool force = arguments.GetValue(_force);
        OutputPath.Prepare(output, force);
        FrontierFiles? frontierFiles = _search.Frontier(arguments, force);

        GanCompressionCatalog gan = ToolContext.Create(console, _training.Seed(arguments)).GanCompression();
        GeneratorModel teacher = SupernetFiles.LoadTeacher(gan, teacherPath);
        GeneratorModel? start = LoadStart(arguments, gan);
        int imageSize = _pairs.ImageSize(arguments) ?? teacher.ImageSize;
        ComputeBudget? budget = _budget.Given(arguments) ?? (method == CompressionMethod.Distillation ? null : s_defaultBudget);
        bool isUnpaired = _pairs.IsUnpaired(arguments);
        CompressionFrontier? frontier = null;
        GeneratorModel student = ProgressScreen.Run(console, tracker =>
        {
            switch (method)
            {
                case CompressionMethod.Distillation:
                    GeneratorDistillationTrainer.Options distillation = Distillation(arguments, teacher, start, imageSize, budget);
                    _training.Apply(arguments, distillation, imageSize, tracker, cancellationToken);
                    return Fit(gan.Compression.Distillation(distillation));
                case CompressionMethod.GanCompression:
                    var recipe = new GanCompressionTrainer.Options
                    {
                        Teacher = teacher,
                        IsUnpaired = isUnpaired,
                        DistillationEpochs = arguments.GetValue(_distillationEpochs),
                        StudentWidth = arguments.GetValue(_studentWidth),
                    };
                    ApplyRecipe(recipe, tracker);
                    return BudgetOptionSet.WithinReach(() => Fit(gan.Compression.GanCompression(recipe)));
                default:
                    var fastRecipe = new FastGanCompressionTrainer.Options { Teacher = teacher, IsUnpaired = isUnpaired };
                    ApplyRecipe(fastRecipe, tracker);
                    return BudgetOptionSet.WithinReach(() => Fit(gan.Compression.FastGanCompression(fastRecipe)));
            }
        });
        gan.Model.SaveGenerator(student, output, includeDiscriminator: !arguments.GetValue(_withoutDiscriminator));
        if (frontier is not null)
            frontierFiles?.Write(frontier);
        var result = new CompressResult(
            Name, OptionFactory.WordOf(method), BudgetView.Of(budget), ModelSummary.Of(output, student), ModelSummary.Of(teacherPath, teacher, student.ImageSize),
            StageTime.Of(student, after: start ?? teacher), SearchView.Of(frontier, frontierFiles));
        console.Result(result, result.Render);

        void ApplyRecipe(FastGanCompressionOptions options, RunTracker tracker)
        {
            options.Budget = budget!;
            options.Channels = _search.Channels(arguments);
            options.Blocks = Blocks(arguments, method);
            options.FineTuningEpochs = arguments.GetValue(_fineTuningEpochs);
            options.HeldOutPairs = arguments.GetValue(_heldOut);
            options.FrontierCallback = found => frontier = found;
            _search.Apply(arguments, options.Search, imageSize, tracker);
            _student.Apply(arguments, options);
            _training.Apply(arguments, options, imageSize, tracker, cancellationToken);
        }

        GeneratorModel Fit(IEstimator<GeneratorApplyingTransformer> compressor)
        {
            IDataView images = _pairs.LoadForTraining(arguments, gan.Data, arguments.GetValue(_folder)!, imageSize);
            using GeneratorApplyingTransformer compressed = compressor.Fit(images);
            return compressed.Model;
        }
    }

    /// <summary>The method, once all options are known to go with it and with each other.</summary>
    private CompressionMethod CheckMethod(ParseResult arguments)
    {
        arguments.AtMostOne([_plan, .. _budget.Options]);
        arguments.AtMostOne([_from, .. _budget.Options]);
        if (arguments.IsGiven(_from) && arguments.FirstGiven(_student.Discriminator) is { } discriminator)
            throw new UsageException($"{discriminator.Name} and --from exclude each other: training goes on with the discriminator of that model; leave one of them out.");
        Option? distilled = arguments.FirstGiven(_plan, _from);
        CompressionMethod? given = arguments.GetValue(_method);
        CompressionMethod method = given ?? (distilled is null ? CompressionMethod.FastGanCompression : CompressionMethod.Distillation);
        CheckOptions(arguments, method, isImplied: given is null, distilled);
        if (method != CompressionMethod.Distillation)
        {
            _search.Check(arguments);
            _ = Blocks(arguments, method);
            if (arguments.GetValue(_heldOut) == 1)
                throw new UsageException("--held-out expects 0 or at least 2, but got 1.");
        }

        return method;
    }

    /// <summary>Throws if an option belongs to another method.</summary>
    private void CheckOptions(ParseResult arguments, CompressionMethod method, bool isImplied, Option? distilled)
    {
        (IEnumerable<Option> Options, CompressionMethod[] Methods)[] homes =
        [
            ([_plan, _from], [CompressionMethod.Distillation]),
            ([.. _search.Options, _fineTuningEpochs, _heldOut, .. _budget.SearchedOnly], [CompressionMethod.FastGanCompression, CompressionMethod.GanCompression]),
            ([_distillationEpochs, _studentWidth], [CompressionMethod.GanCompression]),
            (_student.Discriminator, [CompressionMethod.Distillation, CompressionMethod.FastGanCompression]),
        ];
        foreach ((IEnumerable<Option> options, CompressionMethod[] methods) in homes)
        {
            if (methods.Contains(method) || arguments.FirstGiven(options) is not { } option)
                continue;
            string home = string.Join(" or ", methods.Select(OptionFactory.WordOf));
            throw new UsageException(isImplied && distilled is not null
                ? $"{option.Name} and {distilled.Name} exclude each other: the first goes with --method {home}, the second with --method {OptionFactory.WordOf(method)}; leave one of them out."
                : $"{option.Name} goes with --method {home}, not with --method {OptionFactory.WordOf(method)}; leave one of them out.");
        }
    }

    private int Blocks(ParseResult arguments, CompressionMethod method) => SubNetworkArchitecture.BlocksOf(arguments.GetValue(_architecture)!, $"--method {OptionFactory.WordOf(method)}");

    private GeneratorModel? LoadStart(ParseResult arguments, GanCompressionCatalog gan)
    {
        if (arguments.GetValue(_from) is not { } path)
            return null;
        GeneratorModel start = gan.Model.LoadGenerator(path);
        return SupernetFiles.IsSupernet(start) && !arguments.IsGiven(_plan)
            ? throw new UsageException($"'{path}' is a supernet; say with --plan which of its plans to train on, or give --from a student that 'gancompress search' took out of it.")
            : start;
    }

    private GeneratorDistillationTrainer.Options Distillation(ParseResult arguments, GeneratorModel teacher, GeneratorModel? start, int imageSize, ComputeBudget? budget)
    {
        string architecture = arguments.GetValue(_architecture)!;
        var options = new GeneratorDistillationTrainer.Options
        {
            Teacher = teacher,
            StudentArchitecture = architecture,
            InitialStudent = start,
            StudentPlan = budget is null ? arguments.GetValue(_plan) : StudentPlans.Costliest(teacher.Generator.Graph, architecture, imageSize, budget),
            IsUnpaired = _pairs.IsUnpaired(arguments),
        };
        _student.Apply(arguments, options);
        return options;
    }
}
