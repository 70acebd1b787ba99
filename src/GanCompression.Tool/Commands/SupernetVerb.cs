using System.CommandLine;
using GanCompression.MLNet;
using GanCompression.MLNet.Training;
using GanCompression.Tool.Progress;
using Microsoft.ML;

namespace GanCompression.Tool.Commands;

/// <summary><c>supernet</c>: trains one network that holds every student of a set of plans.</summary>
internal sealed class SupernetVerb : Verb
{
    private readonly Argument<string> _teacher = new("TEACHER") { Description = "The model to compress, a .gcm file." };
    private readonly Argument<string> _folder = new("DIR") { Description = "Folder of image pairs: images with A on the left and B on the right, or subfolders A and B. Its subfolder train is used if there is one. With --unpaired: folder with trainA and trainB." };
    private readonly PairOptionSet _pairs;
    private readonly Option<ChannelSet?> _channels = OptionFactory.Channels();
    private readonly Option<string> _architecture = OptionFactory.SupernetArchitecture();
    private readonly Option<string?> _from = new("--from") { Description = "Start from this student, at least as wide as the widest plan: its most important channels come first, and its discriminator is kept.", HelpName = "MODEL" };
    private readonly StudentOptionSet _student;
    private readonly TrainingOptionSet _training;
    private readonly Option<string> _output = OptionFactory.Output("supernet.gcm");
    private readonly Option<bool> _force = OptionFactory.Force();

    /// <summary>Creates the verb.</summary>
    public SupernetVerb()
        : base("supernet", "Train a supernet: one network that holds a student of every plan. 'gancompress search' finds the best one within a budget.")
    {
        Add(_teacher);
        Add(_folder);
        _pairs = new PairOptionSet(this, defaultImageSize: null, hasLoadSize: true, hasUnpaired: true);
        Add(_channels);
        Add(_architecture);
        Add(_from);
        _student = new StudentOptionSet(this, "Default: new.");
        _training = new TrainingOptionSet(this, defaultEpochs: 200);
        Add(_output);
        Add(_force);
    }

    /// <inheritdoc/>
    protected override void Execute(ParseResult arguments, ToolConsole console, CancellationToken cancellationToken)
    {
        _training.Check(arguments);
        _student.Check(arguments, _pairs);
        if (arguments.IsGiven(_from) && arguments.FirstGiven(_student.Discriminator) is { } discriminator)
            throw new UsageException($"{discriminator.Name} and --from exclude each other: training goes on with the discriminator of that model; leave one of them out.");
        int blocks = SubNetworkArchitecture.BlocksOf(arguments.GetValue(_architecture)!, "a supernet");
        string output = arguments.GetValue(_output)!;
        string teacherPath = arguments.GetValue(_teacher)!;
        OutputPath.Prepare(output, arguments.GetValue(_force));

        GanCompressionCatalog gan = ToolContext.Create(console, _training.Seed(arguments)).GanCompression();
        GeneratorModel teacher = SupernetFiles.LoadTeacher(gan, teacherPath);
        GeneratorModel? start = arguments.GetValue(_from) is { } from ? gan.Model.LoadGenerator(from) : null;
        int imageSize = _pairs.ImageSize(arguments) ?? teacher.ImageSize;
        IDataView images = _pairs.LoadForTraining(arguments, gan.Data, arguments.GetValue(_folder)!, imageSize);
        GeneratorModel supernet = ProgressScreen.Run(console, tracker =>
        {
            var options = new SupernetTrainer.Options
            {
                Teacher = teacher,
                Channels = arguments.GetValue(_channels),
                Blocks = blocks,
                InitialStudent = start,
                UseTeacherDiscriminator = false,
                IsUnpaired = _pairs.IsUnpaired(arguments),
            };
            _student.Apply(arguments, options);
            _training.Apply(arguments, options, imageSize, tracker, cancellationToken);
            using GeneratorApplyingTransformer trained = gan.Compression.Supernet(options).Fit(images);
            return trained.Model;
        });
        gan.Model.SaveGenerator(supernet, output);
        var result = new TrainingResultView(Name, ModelSummary.Of(output, supernet));
        console.Result(result, result.Render);
    }
}
