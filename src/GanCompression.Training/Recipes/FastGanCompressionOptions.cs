using System.Reflection;

namespace GanCompression.Training;

/// <summary>
/// Options of <see cref="FastGanCompression"/>. Those inherited are for the supernet and, apart from its epochs, for fine-tuning.
/// Two defaults differ from theirs, as in the published recipe: <see cref="TrainingOptions.MaxEpochs"/> is 40, twice what a
/// single student needs, and the supernet's discriminator starts from random weights
/// (<see cref="StudentOptions.UseTeacherDiscriminator"/> is false).
/// </summary>
public class FastGanCompressionOptions : SupernetOptions
{
    private const int MaxHeldOutPairs = 200;

    /// <summary>Creates options with their defaults.</summary>
    public FastGanCompressionOptions()
    {
        MaxEpochs = 40;
        UseTeacherDiscriminator = false;
    }

    /// <summary>What the student may cost.</summary>
    /// <value>Default 12 times fewer multiply-adds than the teacher.</value>
    public ComputeBudget Budget { get; set; } = ComputeBudget.Ratio(12);

    /// <summary>
    /// Options of the search. Its channels, image size, seed, folder, threads and cancellation token are those of the whole
    /// recipe where they are not set.
    /// </summary>
    /// <value>Default <see cref="BudgetedSearch"/> with the kernel distance.</value>
    public SearchOptions Search { get; set; } = new();

    /// <summary>
    /// Epochs for which the chosen sub-network alone is trained on. It helps on some data and hurts on other (the authors report
    /// both), so the result is the better of the two by <see cref="Search"/>'s scorer on the images of the search.
    /// </summary>
    /// <value>Default null: half of <see cref="TrainingOptions.MaxEpochs"/>; at least 0. With 0 the student is the supernet's sub-network as it is.</value>
    public int? FineTuningEpochs { get; set; }

    /// <summary>
    /// Pairs, or images of each set where they are unpaired, that nothing is trained on and the search judges with, as does the choice
    /// between the sub-network and its fine-tuned self; evenly spaced.
    /// </summary>
    /// <value>
    /// Default null: a tenth, at most 200, and none below 20. From 0 to the number of pairs or images less one, but not 1;
    /// with 0 both judge with the training images, which flatters fine-tuning.
    /// </value>
    public int? HeldOutPairs { get; set; }

    /// <summary>Called with what the search found, before fine-tuning, on the thread that trains.</summary>
    /// <value>Default null.</value>
    public Action<CompressionFrontier>? FrontierCallback { get; set; }

    /// <summary>Called with what became of fine-tuning, on the thread that trains; not where <see cref="FineTuningEpochs"/> is 0.</summary>
    /// <value>Default null.</value>
    public Action<FineTuningOutcome>? FineTuningCallback { get; set; }

    /// <inheritdoc/>
    public override TrainingOptions Clone()
    {
        var copy = (FastGanCompressionOptions)base.Clone();
        copy.Search = copy.Search?.Clone()!;
        return copy;
    }

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        if (Budget is null)
            throw Invalid(Budget, $"Budget must be set, for example to ComputeBudget.Ratio(12), but was null.");
        if (Search is null)
            throw Invalid(Search, $"Search must be set, but was null.");
        Search.Validate();
        if (FineTuningEpochs is { } epochs)
            AtLeast(nameof(FineTuningEpochs), epochs, 0);
        if (HeldOutPairs is { } pairs && (pairs < 0 || pairs == 1))
            throw Invalid(pairs, $"HeldOutPairs must be 0 or at least 2, but was {pairs}.");
    }

    internal int FineTuningEpochsOrDefault => FineTuningEpochs ?? MaxEpochs / 2;

    internal int HeldOutPairsFor(int pairs)
    {
        int heldOut = HeldOutPairs ?? (pairs < 20 ? 0 : Math.Min(MaxHeldOutPairs, pairs / 10));
        return heldOut < pairs ? heldOut : throw Invalid(heldOut, $"HeldOutPairs must be less than the number of pairs or images of a set, which is {pairs}, but was {heldOut}.");
    }

    /// <summary>The options of the search, completed.</summary>
    internal SearchOptions SearchOptionsFor(int teacherWidth)
    {
        SearchOptions search = Search.Clone();
        search.Channels ??= ChannelsFor(teacherWidth);
        search.ImageSize ??= ImageSize;
        search.Seed ??= Seed;
        search.CheckpointFolder ??= CheckpointFolder;
        if (search.NumberOfThreads == 0)
            search.NumberOfThreads = NumberOfThreads;
        if (!search.CancellationToken.CanBeCanceled)
            search.CancellationToken = CancellationToken;
        return search;
    }

    /// <summary>The options of fine-tuning.</summary>
    internal DistillationOptions FineTuningFor(GeneratorModel supernet, ChannelPlan plan)
    {
        DistillationOptions options = DistillationFor(FineTuningEpochsOrDefault);
        options.StudentInitialization = StudentInitialization.Automatic;
        options.StudentArchitecture = FormattableString.Invariant($"sub_mobile_resnet_{Blocks}blocks");
        options.StudentPlan = plan;
        options.InitialStudent = supernet;
        return options;
    }

    /// <summary>Options of a distillation that differs from the supernet's training in its length only.</summary>
    private protected DistillationOptions DistillationFor(int epochs)
    {
        var options = new DistillationOptions();
        foreach (PropertyInfo property in typeof(StudentOptions).GetProperties().Where(property => property.CanWrite))
            property.SetValue(options, property.GetValue(this));
        options.MaxEpochs = epochs;
        if (DecayEpochs is { } decay)
            options.DecayEpochs = Math.Min(decay, epochs);
        return options;
    }
}
