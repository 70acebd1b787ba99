namespace TorchSharp;

public static partial class torch
{
    /// <summary>How upsampling finds the values between elements.</summary>
    public enum UpsampleMode
    {
        Nearest = 0,
        Bilinear = 2,
        Bicubic = 3,
    }
}
