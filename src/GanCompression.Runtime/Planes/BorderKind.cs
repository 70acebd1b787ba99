namespace GanCompression.Runtime;

/// <summary>What lies around the image in a buffer.</summary>
internal enum BorderKind
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Zeros.</summary>
    Zero,

    /// <summary>The mirror image of the pixels inside, without repeating the outermost.</summary>
    Reflection,
}
