namespace GanCompression.Training;

/// <summary>Options of <see cref="Distillation"/>.</summary>
public class DistillationOptions : StudentOptions
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

    /// <summary>
    /// A generator whose leading channels the student starts from, for example a supernet that is fine-tuned for one plan (GAN
    /// Compression, TPAMI 2022, §3.4). Training goes on with its discriminator and its adaptors, if it has them.
    /// </summary>
    /// <value>Default null: as <see cref="StudentOptions.StudentInitialization"/> says, which must be Automatic otherwise.</value>
    public GeneratorModel? InitialStudent { get; set; }

    internal override GeneratorModel? StartingPoint => InitialStudent;

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        if (InitialStudent is not null && StudentInitialization != StudentInitialization.Automatic)
            throw Invalid(StudentInitialization, $"StudentInitialization must be Automatic where InitialStudent is set, but was {StudentInitialization}.");
        if (StudentWidth is { } width)
            Between(nameof(StudentWidth), width, 1, 4096);
        if (HasPlan && StudentWidth is not null)
            throw Invalid(StudentWidth, $"StudentWidth must be null for '{StudentArchitecture}', which has a channel plan, but was {StudentWidth}.");
        if (!HasPlan && StudentPlan is not null)
            throw Invalid(StudentPlan, $"StudentPlan must be null for '{StudentArchitecture}', which has a base width, but was {StudentPlan}. Use sub_mobile_resnet_9blocks for a plan.");
        _ = CreateGraph(teacherWidth: 64);
    }

    internal override LayerGraph CreateGraph(int teacherWidth)
    {
        try
        {
            return HasPlan
                ? GeneratorNetworks.Create(StudentArchitecture, PlanFor(teacherWidth))
                : GeneratorNetworks.Create(StudentArchitecture ?? "", null, new ResNetGeneratorOptions { BaseWidth = WidthFor(teacherWidth) });
        }
        catch (FormatException e)
        {
            throw Invalid(StudentArchitecture, $"StudentArchitecture '{StudentArchitecture}' cannot be built: {e.Message}");
        }
    }

    internal override SortedDictionary<string, string> Describe()
    {
        SortedDictionary<string, string> options = base.Describe();
        options[nameof(StudentArchitecture)] = StudentArchitecture;
        options[nameof(StudentPlan)] = StudentPlan?.ToString() ?? "default";
        options[nameof(StudentWidth)] = StudentWidth is { } width ? Text(width) : "default";
        return options;
    }

    private bool HasPlan => StudentArchitecture?.Contains("sub_mobile", StringComparison.Ordinal) == true;

    // The published plan for horse2zebra (GAN Compression, TPAMI 2022), whose teacher has a base width of 64.
    private ChannelPlan PlanFor(int teacherWidth)
    {
        int[] published = [16, 16, 32, 16, 32, 32, 16, 16];
        return StudentPlan ?? new ChannelPlan(Array.ConvertAll(published, channels => Math.Max(1, channels * teacherWidth / 64)));
    }

    private int WidthFor(int teacherWidth) => StudentWidth ?? Math.Max(1, teacherWidth / 2);
}
