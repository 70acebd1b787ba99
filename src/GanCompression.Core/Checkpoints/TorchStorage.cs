namespace GanCompression;

/// <summary>A block of values in a checkpoint; several tensors may be views of it.</summary>
/// <param name="Key">Its name in the file.</param>
/// <param name="Type">Type of the elements.</param>
/// <param name="Elements">Declared number of elements.</param>
internal sealed record TorchStorage(string Key, TorchStorageType Type, long Elements)
{
    /// <summary>Largest number of elements for which <see cref="Bytes"/> does not overflow.</summary>
    public const long MaxElements = long.MaxValue / sizeof(double);

    /// <summary>Declared size of all elements in bytes.</summary>
    public long Bytes => Elements * Type.ElementBytes;

    public override string ToString() => FormattableString.Invariant($"storage '{Key}'");
}
