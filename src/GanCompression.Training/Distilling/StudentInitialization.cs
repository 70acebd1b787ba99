namespace GanCompression.Training;

/// <summary>Where a student's first weights come from.</summary>
public enum StudentInitialization
{
    /// <summary>The teacher's weights where both are built alike, random ones otherwise.</summary>
    Automatic,

    /// <summary>The teacher's most important channels (GAN Compression, TPAMI 2022, §3.4); an error where the two are not built alike.</summary>
    TeacherWeights,

    /// <summary>Random weights.</summary>
    Random,
}
