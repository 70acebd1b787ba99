using System.Collections.Immutable;

namespace GanCompression.Training;

/// <summary>Trains a small generator to do what a large one does (GAN Compression, TPAMI 2022, §3.1).</summary>
public static class Distillation
{
    private const string StageName = "Distillation";

    /// <summary>Trains a student.</summary>
    /// <param name="teacher">The large generator; its discriminator is where training goes on, if it has one.</param>
    /// <param name="data">Image pairs.</param>
    /// <param name="options">Options; copied.</param>
    /// <returns>The student with its discriminator and adaptors.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range, or does not go with the images or the teacher.</exception>
    /// <exception cref="OperationCanceledException">The options' cancellation token was cancelled.</exception>
    /// <exception cref="TrainingDivergedException">A loss or weight is no longer finite.</exception>
    /// <exception cref="InvalidOperationException">The checkpoint folder holds a checkpoint of other options, images or teacher, or is in use.</exception>
    public static GeneratorModel Train(GeneratorModel teacher, IImagePairSource data, DistillationOptions options) => Run(teacher, data, options);

    /// <summary>Trains a student on unpaired images, with pseudo pairs (§3.1).</summary>
    /// <param name="teacher">The large generator; its discriminator is where training goes on, if it has one.</param>
    /// <param name="data">Two independent sets of images: the student is compared with what the teacher makes of the sources, and the discriminator sees the image alone.</param>
    /// <param name="options">Options; copied.</param>
    /// <returns>The student with its discriminator and adaptors.</returns>
    /// <exception cref="ArgumentException">The teacher's discriminator, which training would go on with, judges pairs.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range, or does not go with the images or the teacher.</exception>
    /// <exception cref="OperationCanceledException">The options' cancellation token was cancelled.</exception>
    /// <exception cref="TrainingDivergedException">A loss or weight is no longer finite.</exception>
    /// <exception cref="InvalidOperationException">The checkpoint folder holds a checkpoint of other options, images or teacher, or is in use.</exception>
    public static GeneratorModel Train(GeneratorModel teacher, IUnpairedImageSource data, DistillationOptions options) => Run(teacher, data, options);

    /// <summary>Trains a student on pairs or on unpaired images.</summary>
    internal static GeneratorModel Run(GeneratorModel teacher, IImageSource data, DistillationOptions options)
    {
        ArgumentNullException.ThrowIfNull(teacher);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        options = (DistillationOptions)options.Clone();
        options.Validate();
        options.CheckData(data);

        DistillationSetup setup = DistillationSetup.Create(teacher, data, options);
        using var task = new DistillationTask(
            StageName, teacher.Generator, setup.Student, setup.Discriminator, setup.Adaptors, setup.Features, setup.Target, options, setup.TeacherCacheBytes);
        TrainingResult result = TrainingLoop.Run(task, data, options, setup.Description);
        return setup.ToModel(StageName, result, setup.Student.Graph);
    }
}
