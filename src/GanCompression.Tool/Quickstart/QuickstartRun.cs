using System.Diagnostics;
using System.Reflection;
using GanCompression.MLNet;
using GanCompression.MLNet.Training;
using GanCompression.Quality;
using GanCompression.Tool.Commands;
using GanCompression.Tool.Progress;
using GanCompression.Tool.Reporting;
using GanCompression.Training;
using Microsoft.ML;

namespace GanCompression.Tool.Quickstart;

/// <summary>From image pairs to a compressed generator and a report: one ML.NET stage after another.</summary>
internal sealed class QuickstartRun
{
    private const string TeacherColumn = "Teacher";
    private const string StudentColumn = "Student";
    private const string SupernetStage = "Supernet";
    private const string FineTuningStage = "Distillation";
    private const int ImagesInReport = 8;
    private const int ReportsPerStage = 160;

    private readonly QuickstartOptions _options;
    private readonly QuickstartFolder _folder;
    private readonly ToolConsole _console;
    private readonly CancellationToken _cancellationToken;
    private readonly MLContext _context;
    private readonly GanCompressionCatalog _gan;
    private readonly IFeatureExtractor _extractor;
    private readonly IFeatureExtractor _searchExtractor;

    /// <summary>Prepares a run.</summary>
    /// <param name="options">What to do.</param>
    /// <param name="folder">Where results go; an unfinished run in it is continued.</param>
    /// <param name="console">Where progress goes.</param>
    /// <param name="cancellationToken">Stops the run; the same call continues it later.</param>
    public QuickstartRun(QuickstartOptions options, QuickstartFolder folder, ToolConsole console, CancellationToken cancellationToken)
    {
        _options = options;
        _folder = folder;
        _console = console;
        _cancellationToken = cancellationToken;
        _context = ToolContext.Create(console, options.Seed);
        _gan = _context.GanCompression();
        _extractor = FeatureWeights.Load(options.Features ?? FeatureWeights.ResNet18, options.ImageSize);
        _searchExtractor = options.Features is null ? FeatureWeights.Load(FeatureWeights.Random) : _extractor;
    }

    /// <summary>Does everything that is not done yet and writes the report.</summary>
    public RunReport Execute()
    {
        long start = Stopwatch.GetTimestamp();
        CheckBudget();
        QuickstartData data = QuickstartData.Open(_context, _gan, _options);
        _console.Say(FormattableString.Invariant($"{data.Description}: {data.TrainingCount} training pairs, {data.TestCount} held-out pairs of {_options.ImageSize}×{_options.ImageSize} pixels."));

        var teacherLosses = new LossHistory(_folder.Losses(TeacherColumn));
        var supernetLosses = new LossHistory(_folder.Losses(SupernetStage));
        var studentLosses = new LossHistory(_folder.Losses(StudentColumn));
        TimeSpan trainingTime = TimeSpan.Zero;
        (GeneratorModel teacher, GeneratorModel student) = ProgressScreen.Run(_console, tracker =>
        {
            GeneratorModel first = Stage([_folder.Teacher], includeDiscriminator: true, () => TrainTeacher(data, tracker, teacherLosses), [teacherLosses], ref trainingTime);
            GeneratorModel second = Stage(
                [_folder.Student, _folder.Search], includeDiscriminator: false, () => Compress(first, data, tracker, supernetLosses, studentLosses), [supernetLosses, studentLosses], ref trainingTime);
            return (first, second);
        });

        _console.Say("Evaluating teacher and student …");
        using GeneratorApplyingTransformer applyTeacher = _gan.Transforms.ApplyGenerator(TeacherColumn, teacher, "Source").Fit(data.Test);
        IDataView withTeacher = applyTeacher.Transform(data.Test);
        using GeneratorApplyingTransformer applyStudent = _gan.Transforms.ApplyGenerator(StudentColumn, student, "Source").Fit(withTeacher);
        IDataView compared = applyStudent.Transform(withTeacher);
        ModelReport teacherReport = Describe(_folder.Teacher, teacher, _gan.Evaluate(compared, TeacherColumn, "Target", _extractor, _cancellationToken));
        ModelReport studentReport = Describe(_folder.Student, student, _gan.Evaluate(compared, StudentColumn, "Target", _extractor, _cancellationToken));
        ImageStrip images = ComparisonImages.Take(compared, ["Source", "Target", TeacherColumn, StudentColumn], ImagesInReport, _cancellationToken);

        int learnt = data.TrainingCount - QuickstartOptions.HeldOutPairsFor(data.TrainingCount);
        List<StageReport> stages =
        [
            StageOf(teacher, teacher.Provenance[^1].Stage, _options.TeacherEpochsFor(data.TrainingCount), data.TrainingCount, teacherLosses),
            StageOf(student, SupernetStage, _options.SupernetEpochsFor(data.TrainingCount), learnt, supernetLosses),
        ];
        if (_options.FineTuningEpochsFor(data.TrainingCount) is > 0 and int fineTuning)
            stages.Add(StageOf(student, FineTuningStage, fineTuning, learnt, studentLosses));
        SearchReport search = ToolJson.Read<SearchReport>(_folder.Search);
        var report = new RunReport
        {
            ToolVersion = Version(),
            Finished = TimeProvider.System.GetUtcNow(),
            Options = _options.Describe(),
            Data = new DataReport(data.Description, data.TrainingCount, data.TestCount, _options.ImageSize),
            Stages = stages,
            Search = search,
            FineTuning = FineTuningReport.Of(student.Provenance),
            Teacher = teacherReport,
            Student = studentReport,
            Ratio = RatioReport.Of(teacherReport, studentReport),

            // Parts of an interrupted run count through the time that their checkpoints remember.
            TotalSeconds = (Stopwatch.GetElapsedTime(start) - trainingTime).TotalSeconds + stages.Sum(stage => stage.Seconds) + search.Seconds,
        };
        AtomicFile.Write(_folder.Html, stream => HtmlReport.Write(stream, report, images));
        AtomicFile.Write(_folder.Json, stream => ToolJson.Write(stream, report));
        _folder.CleanUp();
        return report;
    }

    /// <summary>Throws now, rather than after the teacher's training, if no student is small enough.</summary>
    private void CheckBudget() => BudgetOptionSet.WithinReach(
        () =>
        {
            LayerGraph teacher = GeneratorNetworks.Create(_options.TeacherArchitecture, null, new ResNetGeneratorOptions { BaseWidth = _options.Width });
            var students = new PlanSpace(_options.ChannelSet, plan => GeneratorNetworks.SubMobileResNet(plan, new ResNetGeneratorOptions { Blocks = _options.Blocks }), _options.ImageSize, _options.ImageSize);
            ComputeBudget budget = _options.Budget.For(ComputeCost.Of(teacher, _options.ImageSize, _options.ImageSize));
            students.CheckFeasible(budget);
            return budget;
        },
        "--ratio and --channels");

    /// <summary>The model of a stage: loaded if an interrupted run finished it, else made and saved.</summary>
    /// <param name="files">The model's file, and what else the stage leaves.</param>
    /// <param name="includeDiscriminator">Whether the file holds the discriminator.</param>
    /// <param name="make">Makes the model and what else there is.</param>
    /// <param name="losses">The losses to keep, however the stage ends.</param>
    /// <param name="trainingTime">Grows by what the stage takes.</param>
    private GeneratorModel Stage(IReadOnlyList<string> files, bool includeDiscriminator, Func<GeneratorModel> make, IReadOnlyList<LossHistory> losses, ref TimeSpan trainingTime)
    {
        string path = files[0];
        if (files.All(File.Exists))
        {
            _console.Say($"'{path}' is there already; continuing after it.");
            return _gan.Model.LoadGenerator(path);
        }

        long start = Stopwatch.GetTimestamp();
        GeneratorModel model;
        try
        {
            model = make();
        }
        finally
        {
            foreach (LossHistory history in losses)
                history.Save();
        }

        trainingTime += Stopwatch.GetElapsedTime(start);
        _gan.Model.SaveGenerator(model, path, includeDiscriminator);
        return model;
    }

    private GeneratorModel TrainTeacher(QuickstartData data, RunTracker tracker, LossHistory losses)
    {
        var options = new Pix2PixTrainer.Options { Architecture = _options.TeacherArchitecture, GeneratorWidth = _options.Width, LearningRate = _options.TeacherLearningRate };
        Configure(options, _options.TeacherEpochsFor(data.TrainingCount), data, tracker, _ => losses);
        using GeneratorApplyingTransformer trained = _gan.Trainers.Pix2Pix(options).Fit(data.Training);
        return trained.Model;
    }

    private GeneratorModel Compress(GeneratorModel teacher, QuickstartData data, RunTracker tracker, LossHistory supernetLosses, LossHistory studentLosses)
    {
        TimeSpan searchTime = TimeSpan.Zero;
        var options = new FastGanCompressionTrainer.Options
        {
            Teacher = teacher,
            Budget = _options.Budget,
            Channels = _options.ChannelSet,
            Blocks = _options.Blocks,
            LearningRate = _options.StudentLearningRate,
            FineTuningEpochs = _options.FineTuningEpochsFor(data.TrainingCount),
            HeldOutPairs = QuickstartOptions.HeldOutPairsFor(data.TrainingCount),

            // In a run this short a new discriminator would not catch up with the teacher's.
            UseTeacherDiscriminator = true,
            FrontierCallback = frontier => Keep(SearchReport.Of(frontier, _options.ChannelSet, searchTime.TotalSeconds)),
        };
        options.Search.Scorer = PlanScorers.KernelDistance(_searchExtractor);
        options.Search.ProgressCallback = progress =>
        {
            searchTime = progress.Elapsed;
            tracker.Report(progress);
        };
        Configure(options, _options.SupernetEpochsFor(data.TrainingCount), data, tracker, stage => stage == SupernetStage ? supernetLosses : studentLosses);
        using GeneratorApplyingTransformer compressed = _gan.Compression.FastGanCompression(options).Fit(data.Training);
        return compressed.Model;
    }

    /// <summary>Writes the result of the search. A continued run that finds everything in the journal keeps the time that the search took at first.</summary>
    private void Keep(SearchReport search)
    {
        if (File.Exists(_folder.Search))
            search = search with { Seconds = Math.Max(search.Seconds, ToolJson.Read<SearchReport>(_folder.Search).Seconds) };
        AtomicFile.Write(_folder.Search, stream => ToolJson.Write(stream, search));
    }

    private void Configure(TrainingOptions options, int epochs, QuickstartData data, RunTracker tracker, Func<string, LossHistory> lossesOf)
    {
        long steps = (long)epochs * ((data.TrainingCount + _options.BatchSize - 1) / _options.BatchSize);
        options.MaxEpochs = epochs;
        options.ImageSize = _options.ImageSize;
        options.BatchSize = _options.BatchSize;
        options.DiscriminatorWidth = _options.DiscriminatorWidth;
        options.DiscriminatorLayers = _options.DiscriminatorLayers;
        options.UseFlip = _options.UseFlip;
        options.Seed = _options.Seed;
        options.NumberOfThreads = _options.Threads > 0 ? _options.Threads : Environment.ProcessorCount; // libtorch itself would take half of them.
        options.CheckpointFolder = _folder.Checkpoints;
        options.CheckpointEverySteps = _options.CheckpointEvery;
        options.ReportEverySteps = (int)Math.Clamp(steps / ReportsPerStage, 1, 50);
        options.CancellationToken = _cancellationToken;
        options.ProgressCallback = progress =>
        {
            lossesOf(progress.Stage).Add(progress);
            tracker.Report(progress);
        };
    }

    private ModelReport Describe(string path, GeneratorModel model, GeneratorMetrics metrics)
    {
        ComputeCost cost = model.Cost();
        using var deployed = new MemoryStream();
        model.Save(deployed, includeDiscriminator: false);
        return new ModelReport
        {
            File = Path.GetFileName(path),
            Architecture = model.Generator.Graph.Architecture,
            Channels = ChannelSummary.Of(model.Generator.Graph),
            MultiplyAdds = cost.MultiplyAdds,
            ExactMultiplyAdds = cost.ExactMultiplyAdds,
            Parameters = cost.Parameters,
            FileBytes = deployed.Length,
            Latency = LatencyReport.Measure(model, _cancellationToken),
            Quality = QualityReport.Of(metrics.Quality),
        };
    }

    private static StageReport StageOf(GeneratorModel model, string name, int epochs, int pairs, LossHistory losses)
    {
        StageRecord record = model.Provenance.Last(stage => stage.Stage == name);
        IReadOnlyList<LossPoint> points = losses.Points();
        return new StageReport
        {
            Name = record.Stage,
            Epochs = epochs,
            Steps = points.Count == 0 ? 0 : points[^1].Step,
            Seconds = record.DurationSeconds,
            ImagesPerSecond = record.DurationSeconds > 0 ? (double)epochs * pairs / record.DurationSeconds : double.NaN,
            Losses = points,
        };
    }

    private static string Version() => typeof(QuickstartRun).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";
}
