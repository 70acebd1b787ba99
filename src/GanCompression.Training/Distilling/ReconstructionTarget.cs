namespace GanCompression.Training;

/// <summary>What a student's images are compared with.</summary>
public enum ReconstructionTarget
{
    /// <summary>The target image of the pair: for paired data.</summary>
    GroundTruth,

    /// <summary>What the teacher makes of the same source: for unpaired data.</summary>
    TeacherOutput,
}
