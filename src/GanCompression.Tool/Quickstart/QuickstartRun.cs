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
    private const int ImagesInReport = 8;
    private const int ReportsPerStage = 160;

    private readonly QuickstartOptions _options;
    private readonly QuickstartFolder _folder;
    private readonly ToolConsole _console;
    private readonly CancellationToken _cancellationToken;
    private readonly MLContext _context;
    private readonly GanCompressionCatalog _gan;

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
    }

    /// <summary>Does everything that is not done yet and writes the report.</summary>
    public RunReport Execute()
    {
        long start = Stopwatch.GetTimestamp();
        IFeatureExtractor extractor = FeatureWeights.Load(_options.FeaturesFile, _options.ImageSize);
        ChannelPlan plan = StudentPlans.Costliest(
            GeneratorNetworks.Create(_options.TeacherArchitecture, null, new ResNetGeneratorOptions { BaseWidth = _options.Width }), _options.StudentArchitecture, _options.ImageSize, ComputeBudget.Ratio(_options.Ratio));
        QuickstartData data = QuickstartData.Open(_context, _gan, _options);
        _console.Say(FormattableString.Invariant($"{data.Description}: {data.TrainingCount} training pairs, {data.TestCount} held-out pairs of {_options.ImageSize}×{_options.ImageSize} pixels."));

        var teacherLosses = new LossHistory(_folder.Losses(TeacherColumn));
        var studentLosses = new LossHistory(_folder.Losses(StudentColumn));
        TimeSpan trainingTime = TimeSpan.Zero;
        (GeneratorModel teacher, GeneratorModel student) = ProgressScreen.Run(_console, tracker =>
        {
            GeneratorModel first = Stage(_folder.Teacher, includeDiscriminator: true, () => TrainTeacher(data, tracker, teacherLosses), teacherLosses, ref trainingTime);
            GeneratorModel second = Stage(_folder.Student, includeDiscriminator: false, () => Distil(first, plan, data, tracker, studentLosses), studentLosses, ref trainingTime);
            return (first, second);
        });

        _console.Say("Evaluating teacher and student …");
        using GeneratorApplyingTransformer applyTeacher = _gan.Transforms.ApplyGenerator(TeacherColumn, teacher, "Source").Fit(data.Test);
        IDataView withTeacher = applyTeacher.Transform(data.Test);
        using GeneratorApplyingTransformer applyStudent = _gan.Transforms.ApplyGenerator(StudentColumn, student, "Source").Fit(withTeacher);
        IDataView compared = applyStudent.Transform(withTeacher);
        ModelReport teacherReport = Describe(_folder.Teacher, teacher, _gan.Evaluate(compared, TeacherColumn, "Target", extractor, _cancellationToken));
        ModelReport studentReport = Describe(_folder.Student, student, _gan.Evaluate(compared, StudentColumn, "Target", extractor, _cancellationToken));
        ImageStrip images = ComparisonImages.Take(compared, ["Source", "Target", TeacherColumn, StudentColumn], ImagesInReport, _cancellationToken);

        List<StageReport> stages = [StageOf(teacher, _options.TeacherEpochsFor(data.TrainingCount), data, teacherLosses), StageOf(student, _options.StudentEpochsFor(data.TrainingCount), data, studentLosses)];
        var report = new RunReport
        {
            ToolVersion = Version(),
            Finished = TimeProvider.System.GetUtcNow(),
            Options = _options.Describe(),
            Data = new DataReport(data.Description, data.TrainingCount, data.TestCount, _options.ImageSize),
            Stages = stages,
            Teacher = teacherReport,
            Student = studentReport,
            Ratio = RatioReport.Of(teacherReport, studentReport),

            // Parts of an interrupted run count through the time that their checkpoints remember.
            TotalSeconds = (Stopwatch.GetElapsedTime(start) - trainingTime).TotalSeconds + stages.Sum(stage => stage.Seconds),
        };
        AtomicFile.Write(_folder.Html, stream => HtmlReport.Write(stream, report, images));
        AtomicFile.Write(_folder.Json, stream => ToolJson.Write(stream, report));
        _folder.CleanUp();
        return report;
    }

    /// <summary>The model of a stage: loaded if an interrupted run finished it, else made and saved.</summary>
    private GeneratorModel Stage(string path, bool includeDiscriminator, Func<GeneratorModel> make, LossHistory losses, ref TimeSpan trainingTime)
    {
        if (File.Exists(path))
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
            losses.Save();
        }

        trainingTime += Stopwatch.GetElapsedTime(start);
        _gan.Model.SaveGenerator(model, path, includeDiscriminator);
        return model;
    }

    private GeneratorModel TrainTeacher(QuickstartData data, RunTracker tracker, LossHistory losses)
    {
        var options = new Pix2PixTrainer.Options { Architecture = _options.TeacherArchitecture, GeneratorWidth = _options.Width, LearningRate = _options.TeacherLearningRate };
        Configure(options, _options.TeacherEpochsFor(data.TrainingCount), data, tracker, losses);
        using GeneratorApplyingTransformer trained = _gan.Trainers.Pix2Pix(options).Fit(data.Training);
        return trained.Model;
    }

    private GeneratorModel Distil(GeneratorModel teacher, ChannelPlan plan, QuickstartData data, RunTracker tracker, LossHistory losses)
    {
        var options = new GeneratorDistillationTrainer.Options { Teacher = teacher, StudentArchitecture = _options.StudentArchitecture, StudentPlan = plan, LearningRate = _options.StudentLearningRate };
        Configure(options, _options.StudentEpochsFor(data.TrainingCount), data, tracker, losses);
        using GeneratorApplyingTransformer compressed = _gan.Compression.Distillation(options).Fit(data.Training);
        return compressed.Model;
    }

    private void Configure(TrainingOptions options, int epochs, QuickstartData data, RunTracker tracker, LossHistory losses)
    {
        long steps = (long)epochs * ((data.TrainingCount + _options.BatchSize - 1) / _options.BatchSize);
        options.MaxEpochs = epochs;
        options.ImageSize = _options.ImageSize;
        options.BatchSize = _options.BatchSize;
        options.DiscriminatorWidth = _options.DiscriminatorWidth;
        options.DiscriminatorLayers = _options.DiscriminatorLayers;
        options.UseFlip = _options.UseFlip;
        options.Seed = _options.Seed;
        options.NumberOfThreads = _options.Threads;
        options.CheckpointFolder = _folder.Checkpoints;
        options.CheckpointEverySteps = _options.CheckpointEvery;
        options.ReportEverySteps = (int)Math.Clamp(steps / ReportsPerStage, 1, 50);
        options.CancellationToken = _cancellationToken;
        options.ProgressCallback = progress =>
        {
            losses.Add(progress);
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
            Latency = LatencyMeasurement.Measure(model, _cancellationToken),
            Quality = QualityReport.Of(metrics.Quality),
        };
    }

    private static StageReport StageOf(GeneratorModel model, int epochs, QuickstartData data, LossHistory losses)
    {
        StageRecord record = model.Provenance[^1];
        IReadOnlyList<LossPoint> points = losses.Points();
        return new StageReport
        {
            Name = record.Stage,
            Epochs = epochs,
            Steps = points.Count == 0 ? 0 : points[^1].Step,
            Seconds = record.DurationSeconds,
            ImagesPerSecond = record.DurationSeconds > 0 ? (double)epochs * data.TrainingCount / record.DurationSeconds : double.NaN,
            Losses = points,
        };
    }

    private static string Version() => typeof(QuickstartRun).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";
}
