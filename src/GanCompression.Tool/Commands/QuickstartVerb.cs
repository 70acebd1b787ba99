using System.CommandLine;
using GanCompression.MLNet;
using GanCompression.Tool.Quickstart;
using GanCompression.Tool.Reporting;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace GanCompression.Tool.Commands;

/// <summary><c>quickstart</c>: teacher, supernet, search, student and a report in one go, on synthetic façades or on the user's images.</summary>
internal sealed class QuickstartVerb : Verb
{
    private readonly Option<string?> _data = new("--data") { Description = "Folder of image pairs, with subfolders train and test (or val) if it is split; otherwise a part is held out at random. Default: synthetic façades.", HelpName = "DIR" };
    private readonly Option<PairDirection?> _direction = OptionFactory.Choice<PairDirection>("--direction", "With --data: which image of a pair is the source.");
    private readonly Option<int?> _imageSize = OptionFactory.WholeNumber("--image-size", "Height and width of the images in pixels, a multiple of 4.", minimum: 16, defaultValue: 64, multipleOf: 4);
    private readonly Option<int?> _scenes = OptionFactory.WholeNumber("--scenes", "Without --data: number of synthetic training pairs.", minimum: 1, defaultValue: 400);
    private readonly Option<int?> _testScenes = OptionFactory.WholeNumber("--test-scenes", "Without --data: number of synthetic held-out pairs.", minimum: 2, defaultValue: 50);
    private readonly Option<int?> _blocks = OptionFactory.WholeNumber("--blocks", "Residual blocks of both generators.", minimum: 1, defaultValue: 9);
    private readonly Option<int?> _width = OptionFactory.WholeNumber("--width", "Channels of the teacher's first layer.", minimum: 1, defaultValue: 32);
    private readonly Option<int?> _discriminatorWidth = OptionFactory.WholeNumber("--discriminator-width", "Channels of the discriminator's first layer.", minimum: 1, defaultValue: 32);
    private readonly Option<int?> _discriminatorLayers = OptionFactory.WholeNumber("--discriminator-layers", "Strided layers of the discriminator; fewer for small images.", minimum: 1, defaultValue: 2);
    private readonly Option<double?> _ratio = OptionFactory.Number("--ratio", "How many times fewer multiply-adds (published rule) the student must need at least.", minimum: 1, isExclusive: true, defaultValue: 10);
    private readonly Option<int?> _epochs = OptionFactory.WholeNumber("--epochs", FormattableString.Invariant($"Epochs of the teacher. Default: as many as show about {QuickstartOptions.TeacherPairs} pairs."), minimum: 1);
    private readonly Option<int?> _supernetEpochs = OptionFactory.WholeNumber("--supernet-epochs", FormattableString.Invariant($"Epochs of the supernet. Default: --epochs, else as many as show about {QuickstartOptions.SupernetPairs} pairs, {QuickstartOptions.SupernetPhotographs} of --data."), minimum: 1);
    private readonly Option<int?> _fineTuningEpochs = OptionFactory.WholeNumber("--fine-tuning-epochs", FormattableString.Invariant($"Epochs for which the chosen student is trained on. Default: 0 with --data, else half of --supernet-epochs or --epochs, else as many as show about {QuickstartOptions.FineTuningPairs} pairs."), minimum: 0);
    private readonly Option<ChannelSet?> _channels = OptionFactory.Channels("Default: 3/4, 5/8, 1/2, 3/8 and 1/4 of --width.");
    private readonly Option<int?> _batchSize = OptionFactory.WholeNumber("--batch-size", "Image pairs per step.", minimum: 1, defaultValue: 4);
    private readonly Option<double?> _learningRate = OptionFactory.Number("--learning-rate", "Learning rate of the teacher.", minimum: 0, isExclusive: true, defaultValue: 0.0005);
    private readonly Option<double?> _studentLearningRate = OptionFactory.Number("--student-learning-rate", FormattableString.Invariant($"Learning rate of supernet and student. Default: {QuickstartOptions.StudentRate}, {QuickstartOptions.StudentRateForPhotographs} with --data."), minimum: 0, isExclusive: true);
    private readonly Option<bool> _noFlip = new("--no-flip") { Description = "Do not mirror pairs at random, for pictures whose left and right differ." };
    private readonly Option<long?> _seed = OptionFactory.Seed();
    private readonly Option<int?> _threads = OptionFactory.WholeNumber("--threads", "Threads for training; results repeat bit for bit with 1. Default: every core.", minimum: 1);
    private readonly Option<int?> _checkpointEvery = OptionFactory.WholeNumber("--checkpoint-every", "Steps between checkpoints: an interrupted run continues from the last one.", minimum: 1, defaultValue: 200);
    private readonly Option<string?> _features = OptionFactory.Features("for the scorer of the search and the Fréchet and kernel distances", $"{FeatureWeights.ResNet18}, and {FeatureWeights.Random} in the search");
    private readonly Option<string> _out = new("--out", "-o") { Description = "Folder for the results.", HelpName = "DIR", DefaultValueFactory = _ => Path.Combine("artifacts", "quickstart") };
    private readonly Option<bool> _force = OptionFactory.Force();

    /// <summary>Creates the verb.</summary>
    public QuickstartVerb()
        : base("quickstart", "Train a teacher, compress it by Fast GAN Compression and report: teacher.gcm, student.gcm, report.html and report.json in one folder. Takes minutes.")
    {
        foreach (Option option in (Option[])[
            _data, _direction, _imageSize, _scenes, _testScenes, _blocks, _width, _discriminatorWidth, _discriminatorLayers, _ratio, _channels, _epochs, _supernetEpochs, _fineTuningEpochs, _batchSize,
            _learningRate, _studentLearningRate, _noFlip, _seed, _threads, _checkpointEvery, _features, _out, _force])
        {
            Add(option);
        }

        Validators.Add(result =>
        {
            bool hasData = result.GetResult(_data) is not null;
            if (hasData && result.GetResult(_direction) is null)
                result.AddError("--data needs --direction AtoB or BtoA: which image of a pair is the source.");
            foreach (Option option in (Option[])[_scenes, _testScenes])
            {
                if (hasData && result.GetResult(option) is { Implicit: false })
                    result.AddError($"{option.Name} goes with synthetic façades, not with --data; leave one of them out.");
            }

            if (!hasData && result.GetResult(_direction) is not null)
                result.AddError("--direction goes with --data; give the folder of your images too.");
        });
    }

    /// <inheritdoc/>
    protected override void Execute(ParseResult arguments, ToolConsole console, CancellationToken cancellationToken)
    {
        QuickstartOptions options = OptionsOf(arguments);
        if (options.DataFolder is { } data && !Directory.Exists(data))
            throw new DirectoryNotFoundException($"There is no folder '{data}' (full path '{Path.GetFullPath(data)}'). Give the folder that holds the image pairs.");
        var folder = QuickstartFolder.Open(options, arguments.GetValue(_force));
        if (folder.Finished is not null)
            console.Say($"'{options.OutputFolder}' already holds the results of this run; pass --force to do it again.");
        RunReport report = folder.Finished ?? new QuickstartRun(options, folder, console, cancellationToken).Execute();
        console.Result(new QuickstartResult(Name, options.OutputFolder, folder.Html, folder.Finished is not null, report), () => Render(folder, report));
    }

    private QuickstartOptions OptionsOf(ParseResult arguments) => new()
    {
        DataFolder = arguments.GetValue(_data),
        Direction = arguments.GetValue(_direction) ?? PairDirection.AtoB,
        ImageSize = arguments.GetValue(_imageSize)!.Value,
        TrainingImages = arguments.GetValue(_scenes)!.Value,
        TestImages = arguments.GetValue(_testScenes)!.Value,
        Blocks = arguments.GetValue(_blocks)!.Value,
        Width = arguments.GetValue(_width)!.Value,
        DiscriminatorWidth = arguments.GetValue(_discriminatorWidth)!.Value,
        DiscriminatorLayers = arguments.GetValue(_discriminatorLayers)!.Value,
        Ratio = arguments.GetValue(_ratio)!.Value,
        TeacherEpochs = arguments.GetValue(_epochs),
        SupernetEpochs = SupernetEpochs(arguments),
        FineTuningEpochs = arguments.GetValue(_fineTuningEpochs) ?? (arguments.GetValue(_data) is null && SupernetEpochs(arguments) is { } epochs ? Math.Max(1, epochs / 2) : null),
        Channels = arguments.GetValue(_channels),
        BatchSize = arguments.GetValue(_batchSize)!.Value,
        TeacherLearningRate = arguments.GetValue(_learningRate)!.Value,
        StudentLearningRate = arguments.GetValue(_studentLearningRate) ?? (arguments.GetValue(_data) is null ? QuickstartOptions.StudentRate : QuickstartOptions.StudentRateForPhotographs),
        UseFlip = !arguments.GetValue(_noFlip),
        Seed = arguments.GetValue(_seed)!.Value,
        Threads = arguments.GetValue(_threads) ?? 0,
        CheckpointEvery = arguments.GetValue(_checkpointEvery)!.Value,
        Features = arguments.GetValue(_features),
        OutputFolder = arguments.GetValue(_out)!,
    };

    private int? SupernetEpochs(ParseResult arguments) => arguments.GetValue(_supernetEpochs) ?? arguments.GetValue(_epochs);

    private static IEnumerable<IRenderable> Render(QuickstartFolder folder, RunReport report)
    {
        ModelReport teacher = report.Teacher;
        ModelReport student = report.Student;
        Table table = ResultTables.Columns("", "Teacher", "Student", "Ratio");
        table.Row("Multiply-adds (published rule)", FigureText.Count(teacher.MultiplyAdds), FigureText.Count(student.MultiplyAdds), FigureText.Ratio(report.Ratio.MultiplyAdds));
        table.Row("Multiply-adds (exact)", FigureText.Count(teacher.ExactMultiplyAdds), FigureText.Count(student.ExactMultiplyAdds), FigureText.Ratio(report.Ratio.ExactMultiplyAdds));
        table.Row("Parameters", FigureText.Count(teacher.Parameters), FigureText.Count(student.Parameters), FigureText.Ratio(report.Ratio.Parameters));
        table.Row("Model file", FigureText.Bytes(teacher.FileBytes), FigureText.Bytes(student.FileBytes), FigureText.Ratio(report.Ratio.FileBytes));
        table.Row("Processor time per image (ms)", FigureText.Number(teacher.Latency.ProcessorMilliseconds), FigureText.Number(student.Latency.ProcessorMilliseconds), FigureText.Ratio(report.Ratio.ProcessorTime));
        table.Row("Median time per image (ms)", FigureText.Number(teacher.Latency.MedianMilliseconds), FigureText.Number(student.Latency.MedianMilliseconds), FigureText.Ratio(report.Ratio.Latency));
        table.Row(teacher.Quality.KernelDistanceName, FigureText.Number(teacher.Quality.KernelDistance), FigureText.Number(student.Quality.KernelDistance), "");
        table.Row(teacher.Quality.FrechetDistanceName, FigureText.Number(teacher.Quality.FrechetDistance), FigureText.Number(student.Quality.FrechetDistance), "");
        table.Row("SSIM", FigureText.Number(teacher.Quality.Ssim), FigureText.Number(student.Quality.Ssim), "");
        table.Row("PSNR (dB)", FigureText.Number(teacher.Quality.Psnr), FigureText.Number(student.Quality.Psnr), "");
        yield return table;
        yield return ResultTables.Facts(
        [
            ("Chosen plan", report.Search.Plan),
            ("Search", FormattableString.Invariant($"{FigureText.Exact(report.Search.PlansPriced)} plans priced for {report.Search.Budget}, {report.Search.Points.Count} judged, in {FigureText.Duration(TimeSpan.FromSeconds(report.Search.Seconds))}")),
            .. report.Stages.Select(stage => ($"{stage.Name} took", FormattableString.Invariant($"{FigureText.Duration(TimeSpan.FromSeconds(stage.Seconds))} ({FigureText.Epochs(stage.Epochs)})"))),
        ]);
        yield return new Text($"Pictures, charts and everything else: {folder.Html}\n");
    }
}
