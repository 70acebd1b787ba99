namespace GanCompression;

/// <summary>The functions that a pickle of weights may name. Nothing is called: each stands for a value that is built here.</summary>
internal enum PickleFunction
{
    /// <summary><c>collections.OrderedDict</c>: a dictionary.</summary>
    OrderedDictionary,

    /// <summary><c>torch._utils._rebuild_tensor</c> and <c>_rebuild_tensor_v2</c>: a view of a storage.</summary>
    RebuildTensor,

    /// <summary><c>torch._utils._rebuild_parameter</c>: a tensor that is trained.</summary>
    RebuildParameter,
}
