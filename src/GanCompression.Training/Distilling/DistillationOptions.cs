namespace GanCompression.Training;

/// <summary>Options of <see cref="Distillation"/>.</summary>
public class DistillationOptions : TrainingOptions
{
    /// <summary>Channels of the student.</summary>
    /// <value>
    /// Default null: <c>16_16_32_16_32_32_16_16</c>, scaled to the teacher's base width where that is not 64, which needs about
    /// 22 times fewer multiply-adds than a dense teacher. Must be null for architectures that have a base width.
    /// </value>
    public ChannelPlan? StudentPlan { get; set; }

    /// <summary>The student by its published name.</summary>
    /// <value>
    /// Default <c>sub_mobile_resnet_9blocks</c>; also <c>legacy_sub_mobile_resnet_9blocks</c>, <c>mobile_resnet_9blocks</c> and
    /// <c>resnet_9blocks</c>, each with any number of blocks.
    /// </value>
    public string StudentArchitecture { get; set; } = "sub_mobile_resnet_9blocks";

    /// <summary>Base width of the student, for architectures without a channel plan.</summary>
    /// <value>Default null: half of the teacher's. Otherwise from 1 to 4096; must be null for architectures that have a channel plan.</value>
    public int? StudentWidth { get; set; }

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
    /// <value>Default <see cref="ReconstructionTarget.GroundTruth"/>.</value>
    public ReconstructionTarget ReconstructionTarget { get; set; } = ReconstructionTarget.GroundTruth;

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        Weight(nameof(DistillationWeight), DistillationWeight);
        Defined(nameof(ReconstructionTarget), ReconstructionTarget);
        if (FeatureNodes is { Count: 0 })
            throw Invalid(FeatureNodes, $"FeatureNodes must be null or name at least one node, but was empty. To compare no features, set DistillationWeight to 0.");
        if (StudentWidth is { } width)
            Between(nameof(StudentWidth), width, 1, 4096);
        if (HasPlan && StudentWidth is not null)
            throw Invalid(StudentWidth, $"StudentWidth must be null for '{StudentArchitecture}', which has a channel plan, but was {StudentWidth}.");
        if (!HasPlan && StudentPlan is not null)
            throw Invalid(StudentPlan, $"StudentPlan must be null for '{StudentArchitecture}', which has a base width, but was {StudentPlan}. Use sub_mobile_resnet_9blocks for a plan.");
        _ = CreateGraph(teacherWidth: 64);
    }

    /// <summary>The student's graph for a teacher of the given base width.</summary>
    internal LayerGraph CreateGraph(int teacherWidth)
    {
        try
        {
            return HasPlan
                ? GeneratorNetworks.Create(StudentArchitecture, StudentPlan ?? DefaultPlan(teacherWidth))
                : GeneratorNetworks.Create(StudentArchitecture ?? "", null, new ResNetGeneratorOptions { BaseWidth = StudentWidth ?? Math.Max(1, teacherWidth / 2) });
        }
        catch (FormatException e)
        {
            throw Invalid(StudentArchitecture, $"StudentArchitecture '{StudentArchitecture}' cannot be built: {e.Message}");
        }
    }

    /// <summary>What the student is, for provenance.</summary>
    internal string StudentText(int teacherWidth) => HasPlan ? Text(StudentPlan ?? DefaultPlan(teacherWidth)) : FormattableString.Invariant($"width {StudentWidth ?? Math.Max(1, teacherWidth / 2)}");

    internal override SortedDictionary<string, string> Describe()
    {
        SortedDictionary<string, string> options = base.Describe();
        options[nameof(StudentArchitecture)] = StudentArchitecture;
        options[nameof(DistillationWeight)] = Text(DistillationWeight);
        options[nameof(UseTeacherDiscriminator)] = Text(UseTeacherDiscriminator);
        options[nameof(ReconstructionTarget)] = Text(ReconstructionTarget);
        if (FeatureNodes is not null)
            options[nameof(FeatureNodes)] = string.Join(' ', FeatureNodes);
        return options;
    }

    private bool HasPlan => StudentArchitecture?.Contains("sub_mobile", StringComparison.Ordinal) == true;

    // The published plan for horse2zebra (GAN Compression, TPAMI 2022), whose teacher has a base width of 64.
    private static ChannelPlan DefaultPlan(int teacherWidth)
    {
        int[] published = [16, 16, 32, 16, 32, 32, 16, 16];
        return new ChannelPlan(Array.ConvertAll(published, channels => Math.Max(1, channels * teacherWidth / 64)));
    }
}
