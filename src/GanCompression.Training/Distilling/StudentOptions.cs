using System.Collections.Immutable;

namespace GanCompression.Training;

/// <summary>Options of every training with a teacher.</summary>
public abstract class StudentOptions : TrainingOptions
{
    /// <summary>Where the student's first weights come from.</summary>
    /// <value>Default <see cref="StudentInitialization.Automatic"/>.</value>
    public StudentInitialization StudentInitialization { get; set; } = StudentInitialization.Automatic;

    /// <summary>Weight of the distance between the features of student and teacher.</summary>
    /// <value>Default 1; at least 0. With 0 no features are compared.</value>
    public double DistillationWeight { get; set; } = 1;

    /// <summary>Nodes whose values are compared; both networks must have them.</summary>
    /// <value>
    /// Default null: the input of the residual blocks, and their values after each third (<c>model.9</c>, <c>model.12</c>,
    /// <c>model.15</c> and <c>model.18</c> of nine blocks).
    /// </value>
    public IReadOnlyList<string>? FeatureNodes { get; set; }

    /// <summary>Whether training goes on with the teacher's discriminator where the teacher brings one; otherwise it starts from random weights.</summary>
    /// <value>Default true.</value>
    public bool UseTeacherDiscriminator { get; set; } = true;

    /// <summary>What the student's images are compared with.</summary>
    /// <value>
    /// Default null: <see cref="ReconstructionTarget.GroundTruth"/> for pairs, <see cref="ReconstructionTarget.TeacherOutput"/> for unpaired images,
    /// which have no other.
    /// </value>
    public ReconstructionTarget? ReconstructionTarget { get; set; }

    /// <summary>
    /// Memory, in bytes, for what the teacher makes of images: where the same view of an image comes again (whole images, mirrored or
    /// not; random crops hardly ever do), the teacher does not run again. The result does not depend on it.
    /// </summary>
    /// <value>Default 1 GiB; at least 0, which keeps nothing.</value>
    public long TeacherCacheBytes { get; set; } = 1L << 30;

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        Defined(nameof(StudentInitialization), StudentInitialization);
        Weight(nameof(DistillationWeight), DistillationWeight);
        if (ReconstructionTarget is { } target)
            Defined(nameof(ReconstructionTarget), target);
        if (FeatureNodes is { Count: 0 })
            throw Invalid(FeatureNodes, $"FeatureNodes must be null or name at least one node, but was empty. To compare no features, set DistillationWeight to 0.");
        if (TeacherCacheBytes < 0)
            throw Invalid(TeacherCacheBytes, $"TeacherCacheBytes must be at least 0, but was {TeacherCacheBytes}.");
    }

    /// <summary>The memory for what the teacher makes, or 0 where images hardly ever come again in the same view.</summary>
    internal long TeacherCacheBytesFor(IImageSource data) => BatchSampler.ViewsPerImage(data, ImageSize, UseFlip) < MaxEpochs ? TeacherCacheBytes : 0;

    /// <summary>What the student's images are compared with, for these images.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Unpaired images have no ground truth.</exception>
    internal ReconstructionTarget ReconstructionTargetFor(IImageSource data)
    {
        bool isUnpaired = data is IUnpairedImageSource;
        if (isUnpaired && ReconstructionTarget == Training.ReconstructionTarget.GroundTruth)
            throw Invalid(ReconstructionTarget, $"ReconstructionTarget cannot be GroundTruth for unpaired images, which say nothing of how a source should look. Use TeacherOutput, or leave it null, or give image pairs.");
        return ReconstructionTarget ?? (isUnpaired ? Training.ReconstructionTarget.TeacherOutput : Training.ReconstructionTarget.GroundTruth);
    }

    /// <summary>A generator whose leading channels the student starts from, and whose discriminator training goes on with; or null.</summary>
    internal virtual GeneratorModel? StartingPoint => null;

    /// <summary>The student's first weights out of its <see cref="StartingPoint"/>.</summary>
    internal virtual WeightTable WeightsFrom(Network start, LayerGraph student) => ChannelPruning.LeadingSlices(start, student);

    /// <summary>The adaptors that go with the first weights out of a <see cref="StartingPoint"/>.</summary>
    internal virtual ImmutableArray<FeatureAdaptor> AdaptorsFrom(GeneratorModel start) => start.Adaptors;

    /// <summary>The student's graph, or the widest one of a supernet, for a teacher of the given base width.</summary>
    internal abstract LayerGraph CreateGraph(int teacherWidth);

    internal override SortedDictionary<string, string> Describe()
    {
        SortedDictionary<string, string> options = base.Describe();
        options[nameof(DistillationWeight)] = Text(DistillationWeight);
        if (FeatureNodes is not null)
            options[nameof(FeatureNodes)] = string.Join(' ', FeatureNodes);
        return options;
    }
}
