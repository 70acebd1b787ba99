using GanCompression.Training;
using Microsoft.ML.Runtime;

namespace GanCompression.MLNet.Training;

/// <summary>What a stage learns from.</summary>
/// <param name="Options">Its own copy of the options, whose callbacks write to the log as well.</param>
/// <param name="Models">Generators of earlier stages.</param>
/// <param name="Images">The images: pairs, or unpaired.</param>
/// <param name="Channel">The log.</param>
internal sealed record StageInput(IStageOptions Options, IReadOnlyList<StageModel> Models, IImageSource Images, IChannel Channel)
{
    /// <summary>The teacher, of a stage that has one.</summary>
    public GeneratorModel Teacher => Find(ModelRole.Teacher)!;

    /// <summary>The generator of a role; null if the stage was given none.</summary>
    public GeneratorModel? Find(ModelRole role) => Models.FirstOrDefault(model => model.Role == role).Model;
}
