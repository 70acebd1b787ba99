using System.CommandLine;
using GanCompression.MLNet;
using GanCompression.MLNet.Training;
using GanCompression.Tool.Progress;
using GanCompression.Training;
using Microsoft.ML;

namespace GanCompression.Tool.Commands;

/// <summary><c>train</c>: trains a teacher on image pairs (pix2pix) or on two sets of images (CycleGAN).</summary>
internal sealed class TrainVerb : Verb
{
    private readonly Argument<string> _folder = new("DIR") { Description = "Folder of image pairs: images with A on the left and B on the right, or subfolders A and B. Its subfolder train is used if there is one. With --unpaired: folder with trainA and trainB." };
    private readonly PairOptionSet _pairs;
    private readonly Option<string> _architecture = new("--architecture") { Description = "resnet_9blocks or mobile_resnet_9blocks, with any number of blocks.", DefaultValueFactory = _ => "resnet_9blocks", HelpName = "NAME" };
    private readonly Option<int?> _width = OptionFactory.WholeNumber("--width", "Channels of the generator's first layer.", minimum: 1, defaultValue: 64);
    private readonly Option<double?> _identityWeight = OptionFactory.Number("--identity-weight", "With --unpaired: weight, as a part of --reconstruction-weight, of the difference between an image that needs no translation and what is made of it. Default: 0.5.", minimum: 0);
    private readonly Option<int?> _poolSize = OptionFactory.WholeNumber("--pool-size", "With --unpaired: earlier generated images that the discriminators see again; 0 for none. Default: 50.", minimum: 0);
    private readonly TrainingOptionSet _training;
    private readonly Option<string> _output = OptionFactory.Output("model.gcm");
    private readonly Option<bool> _force = OptionFactory.Force();

    /// <summary>Creates the verb.</summary>
    public TrainVerb()
        : base("train", "Train a generator on pairs of images (pix2pix), or unpaired (CycleGAN): the teacher of a later compression.")
    {
        Add(_folder);
        _pairs = new PairOptionSet(this, defaultImageSize: 256, hasLoadSize: true, hasUnpaired: true);
        Add(_architecture);
        Add(_width);
        Add(_identityWeight);
        Add(_poolSize);
        _training = new TrainingOptionSet(this, defaultEpochs: 200);
        Add(_output);
        Add(_force);
    }

    /// <inheritdoc/>
    protected override void Execute(ParseResult arguments, ToolConsole console, CancellationToken cancellationToken)
    {
        _training.Check(arguments);
        if (!_pairs.IsUnpaired(arguments) && arguments.FirstGiven(_identityWeight, _poolSize) is { } unpairedOnly)
            throw new UsageException($"{unpairedOnly.Name} goes with --unpaired; give both, or leave it out.");
        string output = arguments.GetValue(_output)!;
        int imageSize = _pairs.ImageSize(arguments)!.Value;
        _ = _pairs.LoadSize(arguments, imageSize);
        OutputPath.Prepare(output, arguments.GetValue(_force));

        GanCompressionCatalog gan = ToolContext.Create(console, _training.Seed(arguments)).GanCompression();
        IDataView images = _pairs.LoadForTraining(arguments, gan.Data, arguments.GetValue(_folder)!, imageSize);
        GeneratorModel model = ProgressScreen.Run(console, tracker =>
        {
            TeacherOptions options = _pairs.IsUnpaired(arguments) ? CycleGan(arguments) : new Pix2PixTrainer.Options();
            options.Architecture = arguments.GetValue(_architecture)!;
            options.GeneratorWidth = arguments.GetValue(_width)!.Value;
            _training.Apply(arguments, options, imageSize, tracker, cancellationToken);
            using GeneratorApplyingTransformer trained = options is CycleGanTrainer.Options cycleGan
                ? gan.Trainers.CycleGan(cycleGan).Fit(images)
                : gan.Trainers.Pix2Pix((Pix2PixTrainer.Options)options).Fit(images);
            return trained.Model;
        });
        gan.Model.SaveGenerator(model, output);
        var result = new TrainingResultView(Name, ModelSummary.Of(output, model));
        console.Result(result, result.Render);
    }

    private CycleGanTrainer.Options CycleGan(ParseResult arguments)
    {
        var options = new CycleGanTrainer.Options();
        options.IdentityWeight = arguments.GetValue(_identityWeight) ?? options.IdentityWeight;
        options.PoolSize = arguments.GetValue(_poolSize) ?? options.PoolSize;
        return options;
    }
}
