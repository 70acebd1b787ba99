using GanCompression.MLNet;
using GanCompression.Tool.Commands;
using Microsoft.ML;

namespace GanCompression.Tool.Quickstart;

/// <summary>The training and the held-out pairs of a run.</summary>
/// <param name="Training">Pairs to train on.</param>
/// <param name="Test">Pairs that no stage sees before the evaluation.</param>
/// <param name="Description">Where they come from.</param>
internal sealed record QuickstartData(IDataView Training, IDataView Test, string Description)
{
    private const double TestFraction = 0.15;
    private const int FewestTestImages = 2;

    /// <summary>Number of training pairs.</summary>
    public int TrainingCount { get; } = Count(Training);

    /// <summary>Number of held-out pairs.</summary>
    public int TestCount { get; } = Count(Test);

    /// <summary>Opens the data of a run.</summary>
    /// <exception cref="InvalidOperationException">There are too few pairs.</exception>
    public static QuickstartData Open(MLContext context, GanCompressionCatalog gan, QuickstartOptions options)
    {
        QuickstartData data = options.DataFolder is { } folder ? FromFolder(context, gan, options, folder) : Synthetic(gan, options);
        if (data.TestCount < FewestTestImages)
            throw new InvalidOperationException(FormattableString.Invariant($"{data.Description} leaves {data.TestCount} pairs to evaluate on; at least {FewestTestImages} are needed. Add images, or a subfolder test."));
        if (data.TrainingCount < options.BatchSize)
            throw new InvalidOperationException(FormattableString.Invariant($"{data.Description} has {data.TrainingCount} training pairs, fewer than one batch of {options.BatchSize}. Add images or lower --batch-size."));
        return data;
    }

    // One deterministic sequence of scenes: the first are trained on, the rest are held out.
    private static QuickstartData Synthetic(GanCompressionCatalog gan, QuickstartOptions options) => new(
        gan.Data.SyntheticFacades(options.TrainingImages, options.ImageSize, options.Seed),
        gan.Data.SyntheticFacades(options.TestImages, options.ImageSize, unchecked(options.Seed + 1_000_003)),
        "Synthetic façades");

    private static QuickstartData FromFolder(MLContext context, GanCompressionCatalog gan, QuickstartOptions options, string folder)
    {
        string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        if (PairedFolder.HeldOut(folder) is { } heldOut)
        {
            if (PairedFolder.ForTraining(folder) == folder)
                throw new DirectoryNotFoundException($"'{folder}' has the subfolder '{Path.GetFileName(heldOut)}' but no subfolder 'train'. Name the folder of the training pairs train.");
            return new QuickstartData(Load(PairedFolder.ForTraining(folder), options.LoadSize), Load(heldOut, options.ImageSize), $"Image pairs of '{name}'");
        }

        // One seed splits both views of the same files alike.
        return new QuickstartData(Split(options.LoadSize).TrainSet, Split(options.ImageSize).TestSet, $"Image pairs of '{name}', split at random");

        DataOperationsCatalog.TrainTestData Split(int size) =>
            context.Data.TrainTestSplit(Load(PairedFolder.ForTraining(folder), size), TestFraction, seed: unchecked((int)options.Seed));

        IDataView Load(string path, int size) => gan.Data.LoadPairedImages(path, size, options.Direction);
    }

    private static int Count(IDataView view)
    {
        if (view.GetRowCount() is { } known)
            return checked((int)known);
        int count = 0;
        using DataViewRowCursor cursor = view.GetRowCursor([]);
        while (cursor.MoveNext())
            count++;
        return count;
    }
}
