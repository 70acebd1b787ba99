using GanCompression.Training;
using Microsoft.ML.Runtime;

namespace GanCompression.MLNet.Training;

/// <summary>Finds generators that were mixed up, before anything is read or trained.</summary>
internal static class ModelChecks
{
    private const string SupernetStage = "Supernet";

    // Stages that take a part of a supernet: narrower plans of the part are still trained for.
    private static readonly string[] s_slices = ["Search", "Export"];

    // Stages that train one network; slices of what they make are untrained.
    private static readonly string[] s_single = ["Pix2Pix", CycleGanTeacher.StageName, "Distillation"];

    /// <summary>The generator of a role; null if the stage was given none.</summary>
    public static GeneratorModel? Find(this IReadOnlyList<StageModel> models, ModelRole role) => models.FirstOrDefault(model => model.Role == role).Model;

    /// <summary>Throws where a teacher costs less than a generator that should be smaller.</summary>
    /// <exception cref="ArgumentException">It does, or both are the same.</exception>
    public static void CheckTeacher(GeneratorModel teacher, GeneratorModel other, ModelRole role, string options = "options")
    {
        string name = ModelColumn.NameOf(role);
        if (ReferenceEquals(teacher, other) || teacher.Generator.Weights.Fingerprint() == other.Generator.Weights.Fingerprint())
            throw new ArgumentException($"The teacher and the {name} are the same generator, '{teacher.Generator.Graph.Architecture}'. Give the large generator as the teacher, and what was made from it as the {name}.", nameof(options));
        CheckTeacher(teacher, other.Generator.Graph, other.ImageSize, $"the {name} '{other.Generator.Graph.Architecture}'", $" Were the teacher and the {name} mixed up?");
    }

    /// <summary>Throws where a teacher costs less than what it should teach.</summary>
    /// <exception cref="ArgumentException">It does.</exception>
    public static void CheckTeacher(GeneratorModel teacher, LayerGraph other, int imageSize, string name, string cure, string options = "options")
    {
        long expected = ComputeCost.Of(other, imageSize, imageSize).MultiplyAdds;
        long got = ComputeCost.Of(teacher.Generator.Graph, imageSize, imageSize).MultiplyAdds;
        if (got < expected)
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"The teacher '{teacher.Generator.Graph.Architecture}' needs {got:#,0} multiply-adds at {imageSize}×{imageSize} pixels, less than {name}, which needs {expected:#,0}; expected a teacher that is larger.{cure}"), nameof(options));
        }
    }

    /// <summary>Throws where first weights are asked for that do not come from the column they should come from.</summary>
    /// <exception cref="ArgumentOutOfRangeException">They do not.</exception>
    public static void CheckInitialization(string? initialStudentColumnName, StudentInitialization initialization, string options = "options")
    {
        if (initialStudentColumnName is not null && initialization != StudentInitialization.Automatic)
            throw new ArgumentOutOfRangeException(nameof(options), initialization, $"StudentInitialization must be Automatic where InitialStudentColumnName is set, but was {initialization}.");
    }

    /// <summary>Throws unless a student can start from a generator: the same network, nowhere narrower.</summary>
    /// <exception cref="ArgumentException">It cannot.</exception>
    public static void CheckStart(GeneratorModel start, LayerGraph student, string cure, string options = "options")
    {
        try
        {
            _ = ChannelPruning.LeadingSlices(start.Generator, student);
        }
        catch (GraphException e)
        {
            throw new ArgumentException($"A '{student.Architecture}' with the channels {GeneratorNetworks.PlanOf(student)} cannot start from '{start.Generator.Graph.Architecture}': {e.Message}{cure}", nameof(options), e);
        }
    }

    /// <summary>Throws unless a generator is, as far as its shape and provenance say, a supernet; logs a warning where they say nothing.</summary>
    /// <exception cref="ArgumentException">It is something else.</exception>
    public static void CheckSupernet(GeneratorModel supernet, IChannel channel, string options = "options")
    {
        string name = supernet.Generator.Graph.Architecture;
        const string Cure = " Give the generator that Compression.Supernet trained.";
        if (GeneratorNetworks.PlanOf(supernet.Generator.Graph) is not { } plan)
            throw new ArgumentException($"'{name}' is no supernet: it is not of the ResNet family.{Cure}", nameof(options));
        try
        {
            _ = Supernet.Export(supernet, plan);
        }
        catch (GraphException e)
        {
            throw new ArgumentException($"'{name}' is no supernet, whose residual blocks are separable: {e.Message}{Cure}", nameof(options), e);
        }

        string? stage = supernet.Provenance.LastOrDefault(record => !s_slices.Contains(record.Stage))?.Stage;
        if (s_single.Contains(stage))
            throw new ArgumentException($"'{name}' is no supernet: {stage} trained it for one plan, so that its narrower sub-networks were never trained.{Cure}", nameof(options));
        if (stage != SupernetStage)
            channel.Warning(MessageSensitivity.None, $"The provenance of '{name}' does not say that it was trained as a supernet. The sub-networks of another generator are untrained.");
    }

    /// <summary>The plans that a supernet was trained for; null where its provenance says that it was the default, or nothing.</summary>
    public static ChannelSet? ChannelsOf(GeneratorModel supernet)
    {
        StageRecord? record = supernet.Provenance.LastOrDefault(record => record.Stage == SupernetStage);
        try
        {
            return record?.Options.GetValueOrDefault("Channels") is { } text && text != "default" ? ChannelSet.Parse(text) : null;
        }
        catch (FormatException)
        {
            return null; // Written by someone else.
        }
    }
}
