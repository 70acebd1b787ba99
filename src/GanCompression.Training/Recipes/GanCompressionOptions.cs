namespace GanCompression.Training;

/// <summary>
/// Options of <see cref="GanCompressionRecipe"/>. Those inherited are for the supernet, and apart from what each has of its own for
/// the first student and for fine-tuning. A relative <see cref="FastGanCompressionOptions.Budget"/> is relative to the teacher,
/// which with separable convolutions costs about a third of the dense network that its results are compared with.
/// </summary>
public class GanCompressionOptions : FastGanCompressionOptions
{
    /// <summary>Epochs for which the first student, pruned from the teacher, is distilled before it becomes a supernet.</summary>
    /// <value>Default null: half of <see cref="TrainingOptions.MaxEpochs"/>, as published; at least 1.</value>
    public int? DistillationEpochs { get; set; }

    /// <summary>Base width of the first student and of the supernet.</summary>
    /// <value>
    /// Default null: the widest entry of <see cref="SupernetOptions.Channels"/> where that is set, otherwise three quarters of the
    /// teacher's (published: 48 of 64). Otherwise from 1 to 4096, and at least that entry.
    /// </value>
    public int? StudentWidth { get; set; }

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        if (DistillationEpochs is { } epochs)
            AtLeast(nameof(DistillationEpochs), epochs, 1);
        if (StudentWidth is not { } width)
            return;
        Between(nameof(StudentWidth), width, 1, 4096);
        if (Channels is { } channels && WidestOf(channels) > width)
            throw Invalid(width, $"StudentWidth must be at least the widest entry of Channels, which is {WidestOf(channels)}, but was {width}.");
    }

    /// <summary>Throws if a first student is given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is given.</exception>
    internal void CheckNoInitialStudent()
    {
        if (InitialStudent is not null)
            throw Invalid(InitialStudent, $"InitialStudent must be null, for the recipe makes the first student itself. To start from a given one, use FastGanCompression.");
    }

    internal override ChannelSet ChannelsFor(int teacherWidth) => Channels ?? DefaultChannels(StudentWidthFor(teacherWidth));

    /// <summary>The options of the first student.</summary>
    internal DistillationOptions FirstStudentFor(int teacherWidth)
    {
        DistillationOptions options = DistillationFor(DistillationEpochs ?? Math.Max(1, MaxEpochs / 2));
        options.StudentInitialization = StudentInitialization;

        // Separable convolutions everywhere (§3.2): the network that the supernet's plans are slices of.
        options.StudentArchitecture = FormattableString.Invariant($"mobile_resnet_{Blocks}blocks");
        options.StudentWidth = StudentWidthFor(teacherWidth);
        options.UseTeacherDiscriminator = true;
        if (CheckpointFolder is { } folder)
            options.CheckpointFolder = Path.Combine(folder, "FirstStudent");
        return options;
    }

    private int StudentWidthFor(int teacherWidth) => StudentWidth ?? (Channels is { } channels ? WidestOf(channels) : Math.Max(1, teacherWidth * 3 / 4));

    private static int WidestOf(ChannelSet channels) => channels.Largest.Channels.Max();
}
