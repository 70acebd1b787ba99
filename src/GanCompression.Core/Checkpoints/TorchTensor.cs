using System.Collections.Immutable;

namespace GanCompression;

/// <summary>A view of a storage, as a pickle describes it; nothing in it has been checked against the storage.</summary>
/// <param name="Slice">What it is a view of.</param>
/// <param name="Offset">First element, counted from the beginning of the slice.</param>
/// <param name="Shape">Extents.</param>
/// <param name="Strides">Distance of neighbours along each axis, in elements; as many as extents.</param>
internal sealed record TorchTensor(TorchStorageSlice Slice, long Offset, ImmutableArray<long> Shape, ImmutableArray<long> Strides);
