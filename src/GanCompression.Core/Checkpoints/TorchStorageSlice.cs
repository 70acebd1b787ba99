namespace GanCompression;

/// <summary>A part of a storage, or all of it.</summary>
/// <param name="Storage">The storage.</param>
/// <param name="Offset">Its first element.</param>
/// <param name="Elements">Number of elements.</param>
internal sealed record TorchStorageSlice(TorchStorage Storage, long Offset, long Elements);
