namespace GanCompression.Tool.Commands;

/// <summary>Where a student's discriminator starts.</summary>
internal enum DiscriminatorStart
{
    /// <summary>From the teacher's.</summary>
    Teacher,

    /// <summary>From random weights.</summary>
    New,
}
