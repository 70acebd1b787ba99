namespace GanCompression.Training;

/// <summary>
/// The recipe GAN Compression (Li et al., TPAMI 2022, §3): a student with separable convolutions, pruned from a teacher of the same
/// kind, is distilled; a supernet starts from it; a search finds the best sub-network within the budget, and that one is trained on if that makes it better.
/// <see cref="FastGanCompression"/> does without the first step, and so without a separable teacher. The same steps one by one:
/// <see cref="Distillation"/>, <see cref="Supernet"/> with <see cref="SupernetOptions.InitialStudent"/>, <see cref="PlanSearch"/>,
/// <see cref="Supernet.Export(GeneratorModel, CompressionFrontier)"/>, and <see cref="Distillation"/> with <see cref="DistillationOptions.InitialStudent"/>.
/// </summary>
public static class GanCompressionRecipe
{
    /// <summary>Compresses a generator.</summary>
    /// <param name="teacher">
    /// The large generator, better one with separable convolutions (<c>mobile_resnet_9blocks</c>), whose weights the first student
    /// inherits; a dense one teaches a first student that starts from random weights.
    /// </param>
    /// <param name="data">Image pairs.</param>
    /// <param name="options">Options; copied.</param>
    /// <returns>The student with its discriminator; its provenance has one record for each of first student, supernet, search, fine-tuning, and <see cref="FineTuningOutcome.StageName">selection</see>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range, or does not go with the images or the teacher; or no plan fits the budget, which is found before anything is trained.</exception>
    /// <exception cref="OperationCanceledException">The options' cancellation token was cancelled.</exception>
    /// <exception cref="TrainingDivergedException">A loss or weight is no longer finite.</exception>
    /// <exception cref="InvalidOperationException">The checkpoint folder holds a checkpoint of other options, images or teacher, or is in use.</exception>
    public static GeneratorModel Train(GeneratorModel teacher, IImagePairSource data, GanCompressionOptions options) => Run(teacher, data, options);

    /// <summary>Compresses a generator with unpaired images: students learn from pseudo pairs (§3.1).</summary>
    /// <param name="teacher">The large generator; see the other overload.</param>
    /// <param name="data">Two independent sets of images.</param>
    /// <param name="options">Options; copied.</param>
    /// <returns>The student with its discriminator; its provenance has one record for each of first student, supernet, search, fine-tuning, and <see cref="FineTuningOutcome.StageName">selection</see>.</returns>
    /// <exception cref="ArgumentException">The teacher's discriminator, which training would go on with, judges pairs.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range, or does not go with the images or the teacher; or no plan fits the budget, which is found before anything is trained.</exception>
    /// <exception cref="OperationCanceledException">The options' cancellation token was cancelled.</exception>
    /// <exception cref="TrainingDivergedException">A loss or weight is no longer finite.</exception>
    /// <exception cref="InvalidOperationException">The checkpoint folder holds a checkpoint of other options, images or teacher, or is in use.</exception>
    public static GeneratorModel Train(GeneratorModel teacher, IUnpairedImageSource data, GanCompressionOptions options) => Run(teacher, data, options);

    private static GeneratorModel Run(GeneratorModel teacher, IImageSource data, GanCompressionOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.CheckNoInitialStudent();
        return FastGanCompression.Run(teacher, data, options, (own, training) =>
            Distillation.Run(teacher, training, ((GanCompressionOptions)own).FirstStudentFor(DistillationSetup.BaseWidth(teacher.Generator.Graph))));
    }
}
