using System.CommandLine;
using GanCompression.Training;

namespace GanCompression.Tool.Commands;

/// <summary>The options of every training with a teacher.</summary>
internal sealed class StudentOptionSet
{
    private readonly Option<double?> _distillationWeight = OptionFactory.Number("--distillation-weight", "Weight of the distance between the features of student and teacher.", minimum: 0, defaultValue: 1);
    private readonly Option<ReconstructionTarget?> _target = OptionFactory.Choice<ReconstructionTarget>("--reconstruct", "What the student's images are compared with: the target of the pair or what the teacher makes. Default: the target of the pair, unpaired what the teacher makes.");
    private readonly Option<DiscriminatorStart?> _discriminator;
    private readonly Option<int?> _teacherCache = OptionFactory.WholeNumber("--teacher-cache", "Memory, in MiB, for what the teacher makes of images that come again in the same view; 0 for none. The result does not depend on it.", minimum: 0, defaultValue: 1024);

    /// <summary>Adds the options to a verb.</summary>
    /// <param name="verb">The verb.</param>
    /// <param name="defaultDiscriminator">What the help says about where the discriminator starts.</param>
    public StudentOptionSet(Command verb, string defaultDiscriminator)
    {
        _discriminator = OptionFactory.Word<DiscriminatorStart>("--discriminator", $"Where the discriminator starts: from the teacher's, if it has one, or from random weights. {defaultDiscriminator}");
        foreach (Option option in (Option[])[_distillationWeight, _target, _discriminator, _teacherCache])
            verb.Add(option);
    }

    /// <summary>Checks them against the images.</summary>
    /// <exception cref="UsageException">They do not go together.</exception>
    public void Check(ParseResult arguments, PairOptionSet pairs)
    {
        if (pairs.IsUnpaired(arguments) && arguments.GetValue(_target) == ReconstructionTarget.GroundTruth)
            throw new UsageException("--reconstruct expects TeacherOutput with --unpaired, where no source has a target, but got GroundTruth.");
    }

    /// <summary>The option about the discriminator.</summary>
    public IReadOnlyList<Option> Discriminator => [_discriminator];

    /// <summary>Writes what was given into a compressor's options.</summary>
    public void Apply(ParseResult arguments, StudentOptions options)
    {
        options.DistillationWeight = arguments.GetValue(_distillationWeight)!.Value;
        options.ReconstructionTarget = arguments.GetValue(_target);
        options.TeacherCacheBytes = (long)arguments.GetValue(_teacherCache)!.Value << 20;
        if (arguments.GetValue(_discriminator) is { } start)
            options.UseTeacherDiscriminator = start == DiscriminatorStart.Teacher;
    }
}
