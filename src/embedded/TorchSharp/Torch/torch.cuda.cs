namespace TorchSharp;

public static partial class torch
{
    /// <summary>What there is of CUDA: nothing.</summary>
    public static class cuda
    {
        public static bool is_available() => false;

        public static int device_count() => 0;
    }
}
