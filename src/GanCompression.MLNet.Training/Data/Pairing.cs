using GanCompression.Training;
using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace GanCompression.MLNet.Training;

/// <summary>Decides whether a compressor learns from pairs or from unpaired images.</summary>
internal static class Pairing
{
    /// <summary>What to do about unpaired images where pairs are demanded.</summary>
    public const string UnpairedCure = " Set IsUnpaired to null or true, or load pairs with Data.LoadPairedImages.";

    /// <summary>Whether the images are unpaired; the decision is logged with its reason.</summary>
    /// <param name="given">What the options say; null to find out.</param>
    /// <param name="options">The options.</param>
    /// <param name="columns">The columns of images.</param>
    /// <param name="inputSchema">Shape of the data.</param>
    /// <param name="teacher">The teacher.</param>
    /// <param name="channel">Where to log.</param>
    public static bool IsUnpaired(bool? given, StudentOptions options, PairColumns columns, SchemaShape inputSchema, GeneratorModel teacher, IChannel channel)
    {
        (bool isUnpaired, string reason) = options switch
        {
            _ when given is { } value => (value, "as given in the options"),
            _ when columns.IsMarkedUnpaired(inputSchema) => (true, "as the target column says"),
            { ReconstructionTarget: ReconstructionTarget.GroundTruth } => (false, "since the reconstruction target is the ground truth"),
            _ => (WasTrainedUnpaired(teacher), "as the teacher was trained"),
        };
        channel.Info(MessageSensitivity.None, $"The images are {(isUnpaired ? "unpaired: the student is compared with what the teacher makes" : "paired")}, {reason}.");
        return isUnpaired;
    }

    /// <summary>Throws where the options demand both unpaired images and their ground truth.</summary>
    public static void Check(bool? isUnpaired, StudentOptions options)
    {
        if (isUnpaired == true && options.ReconstructionTarget == ReconstructionTarget.GroundTruth)
            throw new ArgumentOutOfRangeException(nameof(options), options.ReconstructionTarget, "ReconstructionTarget cannot be GroundTruth where IsUnpaired is true. Use TeacherOutput, or leave it null.");
    }

    private static bool WasTrainedUnpaired(GeneratorModel teacher) => teacher.Discriminator is { } discriminator
        ? discriminator.Graph.Inputs[0].Channels == teacher.Generator.Graph.OutputChannels
        : teacher.Provenance.Any(record => record.Stage == CycleGanTeacher.StageName);
}
