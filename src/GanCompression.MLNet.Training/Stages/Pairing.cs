using GanCompression.Training;
using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace GanCompression.MLNet.Training;

/// <summary>Decides whether a stage learns from pairs or from unpaired images.</summary>
internal static class Pairing
{
    /// <summary>What to do about unpaired images where pairs are demanded.</summary>
    public const string UnpairedCure = " Set IsUnpaired to null or true, or load pairs with Data.LoadPairedImages.";

    /// <summary>Whether the images are unpaired; where that had to be decided, it is logged with the reason.</summary>
    /// <param name="options">The options.</param>
    /// <param name="columns">The columns of images.</param>
    /// <param name="imageSchema">Shape of the data that the images are from.</param>
    /// <param name="models">The generators of earlier stages; if there are none, the options have decided.</param>
    /// <param name="channel">Where to log.</param>
    public static bool IsUnpaired(IStageOptions options, PairColumns columns, SchemaShape imageSchema, IReadOnlyList<StageModel> models, IChannel channel)
    {
        if (models.Count == 0)
            return options.IsUnpaired == true;
        var student = options as StudentOptions;
        (bool isUnpaired, string reason) = options switch
        {
            { IsUnpaired: { } value } => (value, "as given in the options"),
            _ when columns.IsMarkedUnpaired(imageSchema) => (true, "as the target column says"),
            StudentOptions { ReconstructionTarget: ReconstructionTarget.GroundTruth } => (false, "since the reconstruction target is the ground truth"),
            _ => (WasTrainedUnpaired(models[0].Model), $"as the {ModelColumn.NameOf(models[0].Role)} was trained"),
        };
        string meaning = isUnpaired ? student is null ? "unpaired" : "unpaired: the student is compared with what the teacher makes" : "paired";
        channel.Info(MessageSensitivity.None, $"The images are {meaning}, {reason}.");
        return isUnpaired;
    }

    /// <summary>Throws where the options demand both unpaired images and their ground truth.</summary>
    public static void Check(bool? isUnpaired, StudentOptions options)
    {
        if (isUnpaired == true && options.ReconstructionTarget == ReconstructionTarget.GroundTruth)
            throw new ArgumentOutOfRangeException(nameof(options), options.ReconstructionTarget, "ReconstructionTarget cannot be GroundTruth where IsUnpaired is true. Use TeacherOutput, or leave it null.");
    }

    private static bool WasTrainedUnpaired(GeneratorModel model) => model.Discriminator is { } discriminator
        ? discriminator.Graph.Inputs[0].Channels == model.Generator.Graph.OutputChannels
        : model.Provenance.Any(record => record.Stage == CycleGanTeacher.StageName);
}
