using System.Collections.Immutable;
using System.Diagnostics;

namespace GanCompression.Training;

/// <summary>
/// The recipe Fast GAN Compression (Li et al., TPAMI 2022, §3.4): a supernet learns from the teacher as it is, a search finds
/// the best sub-network within the budget, and that one is trained on alone. Of the two the better one is kept, judged as in the search,
/// for training on helps on some data and hurts on other. The same steps one by one: <see cref="Supernet"/>,
/// <see cref="PlanSearch"/>, <see cref="Supernet.Export(GeneratorModel, CompressionFrontier)"/> and <see cref="Distillation"/> with
/// <see cref="DistillationOptions.InitialStudent"/>.
/// </summary>
public static class FastGanCompression
{
    /// <summary>Compresses a generator.</summary>
    /// <param name="teacher">The large generator.</param>
    /// <param name="data">Image pairs.</param>
    /// <param name="options">Options; copied.</param>
    /// <returns>The student with its discriminator; its provenance has one record for each of supernet, search, fine-tuning, and <see cref="FineTuningOutcome.StageName">selection</see>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range, or does not go with the images or the teacher; or no plan fits the budget, which is found before anything is trained.</exception>
    /// <exception cref="OperationCanceledException">The options' cancellation token was cancelled.</exception>
    /// <exception cref="TrainingDivergedException">A loss or weight is no longer finite.</exception>
    /// <exception cref="InvalidOperationException">The checkpoint folder holds a checkpoint of other options, images or teacher, or is in use.</exception>
    public static GeneratorModel Train(GeneratorModel teacher, IImagePairSource data, FastGanCompressionOptions options) => Run(teacher, data, options);

    /// <summary>Compresses a generator with unpaired images: students learn from pseudo pairs (§3.1).</summary>
    /// <param name="teacher">The large generator.</param>
    /// <param name="data">Two independent sets of images.</param>
    /// <param name="options">Options; copied.</param>
    /// <returns>The student with its discriminator; its provenance has one record for each of supernet, search, fine-tuning, and <see cref="FineTuningOutcome.StageName">selection</see>.</returns>
    /// <exception cref="ArgumentException">The teacher's discriminator, which training would go on with, judges pairs.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range, or does not go with the images or the teacher; or no plan fits the budget, which is found before anything is trained.</exception>
    /// <exception cref="OperationCanceledException">The options' cancellation token was cancelled.</exception>
    /// <exception cref="TrainingDivergedException">A loss or weight is no longer finite.</exception>
    /// <exception cref="InvalidOperationException">The checkpoint folder holds a checkpoint of other options, images or teacher, or is in use.</exception>
    public static GeneratorModel Train(GeneratorModel teacher, IUnpairedImageSource data, FastGanCompressionOptions options) => Run(teacher, data, options);

    /// <summary>Compresses with pairs or unpaired images.</summary>
    /// <param name="teacher">The large generator.</param>
    /// <param name="data">The images.</param>
    /// <param name="options">Options; copied.</param>
    /// <param name="firstStudent">Makes the student that the supernet starts from, out of the copied options and the images that are trained on; null where there is none.</param>
    internal static GeneratorModel Run(
        GeneratorModel teacher, IImageSource data, FastGanCompressionOptions options, Func<FastGanCompressionOptions, IImageSource, GeneratorModel>? firstStudent = null)
    {
        ArgumentNullException.ThrowIfNull(teacher);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        options = (FastGanCompressionOptions)options.Clone();
        options.Validate();
        options.CheckData(data);
        SearchOptions search = options.SearchOptionsFor(DistillationSetup.BaseWidth(teacher.Generator.Graph));
        CheckBudget(teacher, data, options, search);
        (IImageSource training, IImageSource heldOut) = HeldOutImages.Split(data, options.HeldOutPairsFor);

        if (firstStudent is not null)
            options.InitialStudent = firstStudent(options, training);
        GeneratorModel supernet = Supernet.Run(teacher, training, options);
        CompressionFrontier frontier = PlanSearch.RunOn(teacher, supernet, heldOut, options.Budget, search);
        options.FrontierCallback?.Invoke(frontier);
        GeneratorModel student = Supernet.Export(supernet, frontier);
        if (options.FineTuningEpochsOrDefault == 0)
            return student;
        GeneratorModel fineTuned = Distillation.Run(teacher, training, options.FineTuningFor(student, frontier.Best.Plan));
        long start = Stopwatch.GetTimestamp();
        var outcome = new FineTuningOutcome(
            search.Scorer.Name, frontier.Best.Score ?? PlanSearch.ScoreOf(student, teacher, heldOut, search), PlanSearch.ScoreOf(fineTuned, teacher, heldOut, search));
        options.FineTuningCallback?.Invoke(outcome);
        return Keep(outcome, student, fineTuned, search, Stopwatch.GetElapsedTime(start));
    }

    /// <summary>The better one. The provenance has fine-tuning in both cases, and says which one it is.</summary>
    private static GeneratorModel Keep(FineTuningOutcome outcome, GeneratorModel student, GeneratorModel fineTuned, SearchOptions search, TimeSpan elapsed)
    {
        GeneratorModel kept = outcome.IsFineTunedKept ? fineTuned : student;
        ComputeCost cost = kept.Cost();
        var record = new StageRecord
        {
            Stage = FineTuningOutcome.StageName,
            Options = ImmutableSortedDictionary<string, string>.Empty.Add("Kept", outcome.IsFineTunedKept ? "FineTuned" : "SubNetwork").Add("Scorer", outcome.Scorer),
            Seed = search.Seed ?? 0,
            DurationSeconds = elapsed.TotalSeconds,
            ImageSize = kept.ImageSize,
            MultiplyAddsBefore = cost.MultiplyAdds,
            MultiplyAddsAfter = cost.MultiplyAdds,
            ParametersBefore = cost.Parameters,
            ParametersAfter = cost.Parameters,
            Metrics = ImmutableSortedDictionary<string, double>.Empty.Add("FineTunedScore", outcome.FineTunedScore).Add("SubNetworkScore", outcome.SubNetworkScore),
        };
        return new GeneratorModel(kept.Generator, kept.ImageSize, kept.Discriminator, [.. fineTuned.Provenance, record], kept.Encoding, kept.Adaptors);
    }

    // An impossible budget must not cost the training of a supernet.
    private static void CheckBudget(GeneratorModel teacher, IImageSource data, FastGanCompressionOptions options, SearchOptions search)
    {
        (int height, int width) = search.ImageSize is { } size ? (size, size) : (data.Height, data.Width);
        PlanSearch.CheckFeasible(teacher, options.GraphOf, options.Budget, search, height, width);
    }
}
