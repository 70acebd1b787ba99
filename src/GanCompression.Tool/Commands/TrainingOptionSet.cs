using System.CommandLine;
using GanCompression.Tool.Progress;
using GanCompression.Training;

namespace GanCompression.Tool.Commands;

/// <summary>The options that every training verb has.</summary>
internal sealed class TrainingOptionSet
{
    private readonly Option<int?> _epochs;
    private readonly Option<int?> _decayEpochs = OptionFactory.WholeNumber("--decay-epochs", "The last epochs, in which the learning rate falls towards zero. Default: half of --epochs.", minimum: 0);
    private readonly Option<int?> _batchSize = OptionFactory.WholeNumber("--batch-size", "Image pairs, or unpaired source images, per step. Default: 4, to train unpaired 1.", minimum: 1);
    private readonly Option<double?> _learningRate = OptionFactory.Number("--learning-rate", "Learning rate of both optimisers.", minimum: 0, isExclusive: true, defaultValue: 0.0002);
    private readonly Option<GanLoss?> _ganLoss = OptionFactory.Word<GanLoss>("--gan-loss", "How generator and discriminator are scored against each other. Default: hinge, to train unpaired least-squares.");
    private readonly Option<double?> _ganWeight = OptionFactory.Number("--gan-weight", "Weight of the adversarial loss.", minimum: 0, defaultValue: 1);
    private readonly Option<ReconstructionLoss?> _reconstructionLoss = OptionFactory.Word<ReconstructionLoss>("--reconstruction-loss", "How the distance between an image and what it should be is measured. Default: l1.");
    private readonly Option<double?> _reconstructionWeight = OptionFactory.Number("--reconstruction-weight", "Weight of that distance. Default: 100, to train unpaired 10.", minimum: 0);
    private readonly Option<int?> _discriminatorWidth = OptionFactory.WholeNumber("--discriminator-width", "Channels of the discriminator's first layer. Default: 128, to train unpaired 64.", minimum: 1);
    private readonly Option<int?> _discriminatorLayers = OptionFactory.WholeNumber("--discriminator-layers", "Strided layers of the discriminator; fewer for small images.", minimum: 1, defaultValue: 3);
    private readonly Option<long?> _seed = OptionFactory.Seed();
    private readonly Option<int?> _threads = OptionFactory.WholeNumber("--threads", "Threads; results repeat bit for bit with 1. Default: every core.", minimum: 1);
    private readonly Option<bool> _noFlip = new("--no-flip") { Description = "Do not mirror pairs at random, for pictures whose left and right differ." };
    private readonly Option<string?> _checkpoints = new("--checkpoints") { Description = "Folder for checkpoints: a run that finds one of the same options and images continues it.", HelpName = "DIR" };
    private readonly Option<int?> _checkpointEvery = OptionFactory.WholeNumber("--checkpoint-every", "Steps between checkpoints.", minimum: 1, defaultValue: 500);

    /// <summary>Adds the options to a verb.</summary>
    /// <param name="verb">The verb.</param>
    /// <param name="defaultEpochs">Number of epochs when none is given.</param>
    /// <param name="epochsNote">What else the help says about them.</param>
    public TrainingOptionSet(Command verb, int defaultEpochs, string epochsNote = "")
    {
        _epochs = OptionFactory.WholeNumber("--epochs", $"Epochs in all: each shows every pair once, or as many unpaired images as the larger set has. {epochsNote}".TrimEnd(), minimum: 1, defaultValue: defaultEpochs);
        foreach (Option option in (Option[])[
            _epochs, _decayEpochs, _batchSize, _learningRate, _ganLoss, _ganWeight, _reconstructionLoss, _reconstructionWeight, _discriminatorWidth, _discriminatorLayers,
            _seed, _threads, _noFlip, _checkpoints, _checkpointEvery])
        {
            verb.Add(option);
        }
    }

    /// <summary>Checks options against each other.</summary>
    /// <exception cref="UsageException">They do not go together.</exception>
    public void Check(ParseResult arguments)
    {
        int epochs = arguments.GetValue(_epochs)!.Value;
        if (arguments.GetValue(_decayEpochs) is { } decay && decay > epochs)
            throw new UsageException(FormattableString.Invariant($"--decay-epochs expects at most --epochs, which is {epochs}, but got {decay}."));
    }

    /// <summary>The seed.</summary>
    public long Seed(ParseResult arguments) => arguments.GetValue(_seed)!.Value;

    /// <summary>Writes what was given into a trainer's options.</summary>
    public void Apply(ParseResult arguments, TrainingOptions options, int imageSize, RunTracker tracker, CancellationToken cancellationToken)
    {
        options.MaxEpochs = arguments.GetValue(_epochs)!.Value;
        options.DecayEpochs = arguments.GetValue(_decayEpochs);
        options.BatchSize = arguments.GetValue(_batchSize) ?? options.BatchSize;
        options.LearningRate = arguments.GetValue(_learningRate)!.Value;
        options.GanLoss = arguments.GetValue(_ganLoss) ?? options.GanLoss;
        options.GanWeight = arguments.GetValue(_ganWeight)!.Value;
        options.ReconstructionLoss = arguments.GetValue(_reconstructionLoss) ?? options.ReconstructionLoss;
        options.ReconstructionWeight = arguments.GetValue(_reconstructionWeight) ?? options.ReconstructionWeight;
        options.DiscriminatorWidth = arguments.GetValue(_discriminatorWidth) ?? options.DiscriminatorWidth;
        options.DiscriminatorLayers = arguments.GetValue(_discriminatorLayers)!.Value;
        options.Seed = Seed(arguments);
        options.NumberOfThreads = arguments.GetValue(_threads) ?? Environment.ProcessorCount; // libtorch itself would take half of them.
        options.UseFlip = !arguments.GetValue(_noFlip);
        options.CheckpointFolder = arguments.GetValue(_checkpoints);
        options.CheckpointEverySteps = arguments.GetValue(_checkpointEvery)!.Value;
        options.ImageSize = imageSize;
        options.ProgressCallback = tracker.Report;
        options.CancellationToken = cancellationToken;
    }
}
