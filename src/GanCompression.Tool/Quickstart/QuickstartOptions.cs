using System.Collections.Immutable;
using System.Globalization;
using GanCompression.MLNet;
using GanCompression.Tool.Commands;

namespace GanCompression.Tool.Quickstart;

/// <summary>Everything that decides what a quickstart run does.</summary>
internal sealed record QuickstartOptions
{
    /// <summary>Name of the one described option that a continued run may change: it decides the last digits only.</summary>
    public const string ThreadsName = "threads";

    /// <summary>Pairs shown to the teacher where no number of epochs is given: minutes for images of 64×64 pixels on two cores.</summary>
    public const int TeacherPairs = 4800;

    /// <summary>Pairs shown to the supernet of synthetic façades where no number of epochs is given.</summary>
    public const int SupernetPairs = 8000;

    /// <summary>The same for photographs: a small network needs to see more of them to paint as well as its teacher (docs/results.md).</summary>
    public const int SupernetPhotographs = 16_000;

    /// <summary>
    /// Pairs of synthetic façades shown to the chosen student where no number of epochs is given. Photographs are not shown again:
    /// training on a few hundred of them undoes what the search found (docs/results.md).
    /// </summary>
    public const int FineTuningPairs = 3200;

    /// <summary>Learning rate of supernet and student of synthetic façades where none is given.</summary>
    public const double StudentRate = 0.001;

    /// <summary>The same for photographs: the longer run ends better with a lower rate (docs/results.md).</summary>
    public const double StudentRateForPhotographs = 0.0006;

    private const int FewestToHoldOut = 20;
    private const int MostHeldOut = 200;
    private static readonly ImmutableArray<int> s_eighths = [6, 5, 4, 3, 2];

    /// <summary>Folder of the user's image pairs; null for synthetic façades.</summary>
    public string? DataFolder { get; init; }

    /// <summary>Which image of a pair is the source; for a data folder.</summary>
    public PairDirection Direction { get; init; }

    /// <summary>Height and width of the images in pixels.</summary>
    public required int ImageSize { get; init; }

    /// <summary>
    /// Size that pairs of a folder are read at for training, on random crops: without them a student that sees the same
    /// photographs forty times learns those by heart.
    /// </summary>
    public int LoadSize => PairOptionSet.DefaultLoadSize(ImageSize);

    /// <summary>Training pairs; for synthetic façades.</summary>
    public required int TrainingImages { get; init; }

    /// <summary>Held-out pairs; for synthetic façades.</summary>
    public required int TestImages { get; init; }

    /// <summary>Residual blocks of both generators.</summary>
    public required int Blocks { get; init; }

    /// <summary>Base width of the teacher.</summary>
    public required int Width { get; init; }

    /// <summary>Channels of the discriminator's first layer.</summary>
    public required int DiscriminatorWidth { get; init; }

    /// <summary>Strided layers of the discriminator.</summary>
    public required int DiscriminatorLayers { get; init; }

    /// <summary>How many times fewer multiply-adds the student needs at least.</summary>
    public required double Ratio { get; init; }

    /// <summary>Epochs of the teacher; null for as many as show about <see cref="TeacherPairs"/> pairs.</summary>
    public int? TeacherEpochs { get; init; }

    /// <summary>Epochs of the supernet; null for as many as show about <see cref="SupernetPairs"/>, or <see cref="SupernetPhotographs"/>, pairs.</summary>
    public int? SupernetEpochs { get; init; }

    /// <summary>Epochs for which the chosen student is trained on; 0 for none; null for as many as show about <see cref="FineTuningPairs"/> pairs, none for photographs.</summary>
    public int? FineTuningEpochs { get; init; }

    /// <summary>Channels that the search chooses from; null for those of <see cref="ChannelSet"/>.</summary>
    public ChannelSet? Channels { get; init; }

    /// <summary>Image pairs per step.</summary>
    public required int BatchSize { get; init; }

    /// <summary>Learning rate of the teacher.</summary>
    public required double TeacherLearningRate { get; init; }

    /// <summary>Learning rate of supernet and student.</summary>
    public required double StudentLearningRate { get; init; }

    /// <summary>Whether pairs are mirrored at random.</summary>
    public bool UseFlip { get; init; } = true;

    /// <summary>Seed of everything random.</summary>
    public required long Seed { get; init; }

    /// <summary>Threads for training; 0 for every core.</summary>
    public int Threads { get; init; }

    /// <summary>Steps between checkpoints.</summary>
    public required int CheckpointEvery { get; init; }

    /// <summary>The feature extractor: a word of <see cref="FeatureWeights"/> or a file of weights; null for ResNet-18, and in the search for the network with random weights.</summary>
    public string? Features { get; init; }

    /// <summary>Where the results go.</summary>
    public required string OutputFolder { get; init; }

    /// <summary>Epochs of the teacher for a number of training pairs.</summary>
    public int TeacherEpochsFor(int trainingPairs) => TeacherEpochs ?? EpochsFor(TeacherPairs, trainingPairs);

    /// <summary>Epochs of the supernet for a number of training pairs.</summary>
    public int SupernetEpochsFor(int trainingPairs) => SupernetEpochs ?? EpochsFor(DataFolder is null ? SupernetPairs : SupernetPhotographs, trainingPairs);

    /// <summary>Epochs of fine-tuning for a number of training pairs.</summary>
    public int FineTuningEpochsFor(int trainingPairs) => FineTuningEpochs ?? (DataFolder is null ? EpochsFor(FineTuningPairs, trainingPairs) : 0);

    /// <summary>Pairs that the search judges with and the supernet is not trained on; 0 where there are too few to spare any.</summary>
    public static int HeldOutPairsFor(int trainingPairs) => trainingPairs < FewestToHoldOut ? 0 : Math.Min(MostHeldOut, trainingPairs / 10);

    /// <summary>Channels that the search chooses from: where none are given, around half of the teacher's width, where ten times fewer multiply-adds lie.</summary>
    public ChannelSet ChannelSet => Channels ?? ChannelSet.Uniform([.. s_eighths.Select(part => Math.Max(1, Width * part / 8)).Distinct()]);

    /// <summary>What the student may cost.</summary>
    public ComputeBudget Budget => ComputeBudget.Ratio(Ratio);

    /// <summary>Architecture of the teacher.</summary>
    public string TeacherArchitecture => FormattableString.Invariant($"resnet_{Blocks}blocks");

    /// <summary>The options that decide the results, by name, as invariant text. Where results go and how often checkpoints are written do not belong to them.</summary>
    public SortedDictionary<string, string> Describe()
    {
        var options = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["batch size"] = Text(BatchSize),
            ["blocks"] = Text(Blocks),
            ["data"] = DataFolder is null ? "synthetic façades" : Path.GetFullPath(DataFolder),
            ["discriminator layers"] = Text(DiscriminatorLayers),
            ["discriminator width"] = Text(DiscriminatorWidth),
            ["channels"] = ChannelSet.ToString(),
            ["fine-tuning epochs"] = FineTuningEpochs is { } fineTuning ? Text(fineTuning) : "automatic",
            ["features"] = Features is null ? $"{FeatureWeights.ResNet18}, in the search {FeatureWeights.Random}" : Path.GetFileName(Features),
            ["image size"] = Text(ImageSize),
            ["mirrored pairs"] = UseFlip ? "yes" : "no",
            ["ratio, at least"] = Text(Ratio),
            ["seed"] = Text(Seed),
            ["student learning rate"] = Text(StudentLearningRate),
            ["supernet epochs"] = SupernetEpochs is { } supernet ? Text(supernet) : "automatic",
            ["teacher epochs"] = TeacherEpochs is { } teacher ? Text(teacher) : "automatic",
            ["teacher learning rate"] = Text(TeacherLearningRate),
            [ThreadsName] = Threads == 0 ? "all" : Text(Threads),
            ["width"] = Text(Width),
        };
        if (DataFolder is null)
        {
            options["training images"] = Text(TrainingImages);
            options["test images"] = Text(TestImages);
        }
        else
        {
            options["direction"] = Text(Direction);
            options["load size"] = Text(LoadSize);
        }

        return options;
    }

    private static int EpochsFor(int shown, int trainingPairs) => Math.Max(1, (int)Math.Round((double)shown / trainingPairs));

    private static string Text<T>(T value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
}
