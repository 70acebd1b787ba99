namespace TorchSharp;

public static partial class torch
{
    /// <summary>How interpolation finds the values between elements.</summary>
    public enum InterpolationMode
    {
        Nearest = 0,
        Bilinear = 2,
        Bicubic = 3,
        Area = 5,
    }
}
