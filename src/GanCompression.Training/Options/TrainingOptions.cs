using System.Globalization;

namespace GanCompression.Training;

/// <summary>Options that all trainers share.</summary>
public abstract class TrainingOptions
{
    // The parameter of every method that takes options.
    private static readonly string s_parameterName = "options";

    /// <summary>Epochs in all: each shows every image pair once, or as many unpaired images as the larger set has.</summary>
    /// <value>Default 20, of <see cref="CycleGanOptions"/> 200; at least 1.</value>
    public int MaxEpochs { get; set; } = 20;

    /// <summary>The last epochs, in which the learning rate falls in equal steps towards zero.</summary>
    /// <value>Default null: half of <see cref="MaxEpochs"/>, rounded down; otherwise from 0 to <see cref="MaxEpochs"/>.</value>
    public int? DecayEpochs { get; set; }

    /// <summary>Image pairs per optimisation step. The last step of an epoch takes what is left.</summary>
    /// <value>Default 4, of <see cref="CycleGanOptions"/> 1; from 1 to the number of image pairs, or of images in the larger set.</value>
    public int BatchSize { get; set; } = 4;

    /// <summary>Learning rate of both optimisers (Adam).</summary>
    /// <value>Default 0.0002; above 0, and at most 1.</value>
    public double LearningRate { get; set; } = 2e-4;

    /// <summary>Decay of Adam's running mean of gradients.</summary>
    /// <value>Default 0.5; at least 0 and below 1.</value>
    public double Beta1 { get; set; } = 0.5;

    /// <summary>Decay of Adam's running mean of squared gradients.</summary>
    /// <value>Default 0.999; at least 0 and below 1.</value>
    public double Beta2 { get; set; } = 0.999;

    /// <summary>Seed of everything random: weights, order, crops, flips, plans.</summary>
    /// <value>Default null: 0. Any number.</value>
    public long? Seed { get; set; }

    /// <summary>Height and width of the random crops that are trained on, in pixels.</summary>
    /// <value>Default null: whole images. Otherwise a multiple of 4 that fits into the images.</value>
    public int? ImageSize { get; set; }

    /// <summary>Whether every other pair or unpaired image, at random, is mirrored from left to right.</summary>
    /// <value>Default true.</value>
    public bool UseFlip { get; set; } = true;

    /// <summary>How generator and discriminator are scored against each other.</summary>
    /// <value>Default <see cref="GanLoss.Hinge"/>; of <see cref="CycleGanOptions"/> <see cref="GanLoss.LeastSquares"/>.</value>
    public GanLoss GanLoss { get; set; } = GanLoss.Hinge;

    /// <summary>Weight of the adversarial loss in the generator's loss.</summary>
    /// <value>Default 1; at least 0.</value>
    public double GanWeight { get; set; } = 1;

    /// <summary>How the distance between a generated image and what it should be is measured.</summary>
    /// <value>Default <see cref="ReconstructionLoss.L1"/>.</value>
    public ReconstructionLoss ReconstructionLoss { get; set; } = ReconstructionLoss.L1;

    /// <summary>Weight of that distance in the generator's loss.</summary>
    /// <value>Default 100, of <see cref="CycleGanOptions"/> 10; at least 0.</value>
    public double ReconstructionWeight { get; set; } = 100;

    /// <summary>Channels of the first layer of a discriminator that starts from scratch.</summary>
    /// <value>Default 128, of <see cref="CycleGanOptions"/> 64; from 1 to 4096.</value>
    public int DiscriminatorWidth { get; set; } = 128;

    /// <summary>Strided layers of a discriminator that starts from scratch; 3 judges patches of 70×70 pixels.</summary>
    /// <value>Default 3; from 1 to 10.</value>
    public int DiscriminatorLayers { get; set; } = 3;

    /// <summary>Threads that libtorch may use. Results are the same bytes again for one thread; with several they may differ in the last digits.</summary>
    /// <value>Default 0: libtorch's own choice: OMP_NUM_THREADS, or on x64 half of the logical processors. Or from 1 to 1024; choose 1 where several jobs share a machine.</value>
    public int NumberOfThreads { get; set; }

    /// <summary>
    /// Folder for checkpoints. A run that finds one made with the same options and images continues it, to the same result as
    /// without the interruption; a finished run leaves its last one, so that the same call returns at once.
    /// </summary>
    /// <value>Default null: no checkpoints.</value>
    public string? CheckpointFolder { get; set; }

    /// <summary>Steps between checkpoints.</summary>
    /// <value>Default 500; at least 1.</value>
    public int CheckpointEverySteps { get; set; } = 500;

    /// <summary>Called every <see cref="ReportEverySteps"/> steps and at the end of every epoch, on the thread that trains.</summary>
    /// <value>Default null.</value>
    public Action<TrainingProgress>? ProgressCallback { get; set; }

    /// <summary>Steps between progress reports; losses are read, and checked, this often.</summary>
    /// <value>Default 10; at least 1.</value>
    public int ReportEverySteps { get; set; } = 10;

    /// <summary>Ends training with an <see cref="OperationCanceledException"/> after the current step; a checkpoint is written first where there is a folder for it.</summary>
    /// <value>Default: never.</value>
    public CancellationToken CancellationToken { get; set; }

    /// <summary>Throws unless every option is in its range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public virtual void Validate()
    {
        AtLeast(nameof(MaxEpochs), MaxEpochs, 1);
        if (DecayEpochs is { } decay && (decay < 0 || decay > MaxEpochs))
            throw Invalid(decay, $"DecayEpochs must be from 0 to MaxEpochs, which is {MaxEpochs}, but was {decay}.");
        AtLeast(nameof(BatchSize), BatchSize, 1);
        if (!(LearningRate > 0 && LearningRate <= 1))
            throw Invalid(LearningRate, $"LearningRate must be above 0 and at most 1, but was {LearningRate}.");
        Fraction(nameof(Beta1), Beta1);
        Fraction(nameof(Beta2), Beta2);
        if (ImageSize is { } size && (size < 4 || size % 4 != 0))
            throw Invalid(size, $"ImageSize must be a multiple of 4, but was {size}.");
        Defined(nameof(GanLoss), GanLoss);
        Weight(nameof(GanWeight), GanWeight);
        Defined(nameof(ReconstructionLoss), ReconstructionLoss);
        Weight(nameof(ReconstructionWeight), ReconstructionWeight);
        Between(nameof(DiscriminatorWidth), DiscriminatorWidth, 1, 4096);
        Between(nameof(DiscriminatorLayers), DiscriminatorLayers, 1, 10);
        Between(nameof(NumberOfThreads), NumberOfThreads, 0, 1024);
        AtLeast(nameof(CheckpointEverySteps), CheckpointEverySteps, 1);
        AtLeast(nameof(ReportEverySteps), ReportEverySteps, 1);
        if (CheckpointFolder is not null && string.IsNullOrWhiteSpace(CheckpointFolder))
            throw Invalid(CheckpointFolder, $"CheckpointFolder must be null or the name of a folder, but was '{CheckpointFolder}'.");
    }

    /// <summary>A copy that later changes to this object do not touch.</summary>
    public virtual TrainingOptions Clone() => (TrainingOptions)MemberwiseClone();

    /// <summary>Throws unless the images go with the options.</summary>
    internal void CheckData(IImageSource data)
    {
        var sets = data as IUnpairedImageSource;
        if (sets is not null && (sets.SourceCount < 1 || sets.TargetCount < 1))
            throw new ArgumentOutOfRangeException(nameof(data), FormattableString.Invariant($"Training needs at least one source and one target image, but the data has {sets.SourceCount} and {sets.TargetCount}."));
        if (data.Count < 1)
            throw new ArgumentOutOfRangeException(nameof(data), data.Count, "Training needs at least one image pair, but the data has none.");
        if (BatchSize > data.Count)
            throw Invalid(BatchSize, $"BatchSize must be at most the number of {(sets is null ? "image pairs" : "images in the larger set")}, which is {data.Count}, but was {BatchSize}.");
        if (ImageSize is { } size && (size > data.Height || size > data.Width))
            throw Invalid(size, $"ImageSize must be at most the size of the images, which is {data.Width}×{data.Height} pixels, but was {size}.");
        if (ImageSize is null && (data.Height % 4 != 0 || data.Width % 4 != 0))
            throw Invalid(ImageSize, $"Images of {data.Width}×{data.Height} pixels cannot be trained on whole: both must be multiples of 4. Set ImageSize to a multiple of 4 that fits, or load the images in another size.");
    }

    /// <summary>Throws unless a network can be trained on images of this size.</summary>
    internal void CheckFits(LayerGraph graph, int height, int width)
    {
        try
        {
            IReadOnlyDictionary<string, TensorShape> shapes = graph.InferShapes(height, width);
            LayerNode? single = graph.Nodes.FirstOrDefault(node => node.Layer is InstanceNorm2d && shapes[node.Name] is { Height: 1, Width: 1 });
            if (single is not null)
                throw new GraphException($"node '{single.Name}' would normalise a single pixel");
        }
        catch (GraphException e)
        {
            throw Invalid(ImageSize, $"Images of {width}×{height} pixels are too small for '{graph.Architecture}': {e.Message} Use larger images, or a lower DiscriminatorLayers where the discriminator is meant.");
        }
    }

    internal int DecayEpochsOrDefault => DecayEpochs ?? MaxEpochs / 2;

    internal long SeedOrDefault => Seed ?? 0;

    /// <summary>The options that decide the result, by name, as invariant text: what provenance records and checkpoints are compared by.</summary>
    internal virtual SortedDictionary<string, string> Describe() => new(StringComparer.Ordinal)
    {
        [nameof(MaxEpochs)] = Text(MaxEpochs),
        [nameof(DecayEpochs)] = Text(DecayEpochsOrDefault),
        [nameof(BatchSize)] = Text(BatchSize),
        [nameof(LearningRate)] = Text(LearningRate),
        [nameof(Beta1)] = Text(Beta1),
        [nameof(Beta2)] = Text(Beta2),
        [nameof(Seed)] = Text(SeedOrDefault),
        [nameof(ImageSize)] = ImageSize is { } size ? Text(size) : "whole",
        [nameof(UseFlip)] = Text(UseFlip),
        [nameof(GanLoss)] = Text(GanLoss),
        [nameof(GanWeight)] = Text(GanWeight),
        [nameof(ReconstructionLoss)] = Text(ReconstructionLoss),
        [nameof(ReconstructionWeight)] = Text(ReconstructionWeight),
        [nameof(DiscriminatorWidth)] = Text(DiscriminatorWidth),
        [nameof(DiscriminatorLayers)] = Text(DiscriminatorLayers),
    };

    private protected static string Text<T>(T value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    private protected static ArgumentOutOfRangeException Invalid(object? value, FormattableString message) =>
        new(s_parameterName, value, FormattableString.Invariant(message));

    private protected static void AtLeast(string name, int value, int minimum)
    {
        if (value < minimum)
            throw Invalid(value, $"{name} must be at least {minimum}, but was {value}.");
    }

    private protected static void Between(string name, int value, int minimum, int maximum)
    {
        if (value < minimum || value > maximum)
            throw Invalid(value, $"{name} must be from {minimum} to {maximum}, but was {value}.");
    }

    private protected static void Weight(string name, double value)
    {
        if (!(value >= 0) || double.IsInfinity(value))
            throw Invalid(value, $"{name} must be at least 0, but was {value}.");
    }

    private protected static void Defined<T>(string name, T value)
        where T : struct, Enum
    {
        if (!Enum.IsDefined(value))
            throw Invalid(value, $"{name} must be one of {string.Join(", ", Enum.GetNames<T>())}, but was {value}.");
    }

    private static void Fraction(string name, double value)
    {
        if (!(value >= 0 && value < 1))
            throw Invalid(value, $"{name} must be at least 0 and below 1, but was {value}.");
    }
}
