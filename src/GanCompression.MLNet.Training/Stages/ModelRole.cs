namespace GanCompression.MLNet.Training;

/// <summary>What a stage needs a generator of an earlier stage for. Names are those of the options.</summary>
internal enum ModelRole
{
    /// <summary>The large generator that students learn from and are compared with.</summary>
    Teacher,

    /// <summary>One set of weights for many channel plans.</summary>
    Supernet,

    /// <summary>The generator that a student starts from.</summary>
    InitialStudent,
}
