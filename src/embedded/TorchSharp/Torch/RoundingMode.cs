namespace TorchSharp;

public static partial class torch
{
    /// <summary>How a division rounds; the names are libtorch's own.</summary>
    public enum RoundingMode
    {
        None = 0,
        trunc = 1,
        floor = 2,
    }
}
