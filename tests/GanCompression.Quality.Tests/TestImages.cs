namespace GanCompression.Quality.Tests;

/// <summary>Images that are functions of their names.</summary>
internal static class TestImages
{
    /// <summary>Noise over a gradient, as in reference_features.py.</summary>
    internal static RgbImage Photo(string key, int height, int width, double noise = 60)
    {
        float[] values = DeterministicFill.Symmetric(key, 3L * height * width);
        var pixels = new byte[values.Length];
        for (int i = 0; i < pixels.Length; i++)
        {
            double x = i / 3 % width / (double)width;
            double y = i / 3 / width / (double)height;
            pixels[i] = (byte)Math.Clamp(Math.Floor(127.5 + noise * values[i] + 50 * (x - y)), 0, 255);
        }

        return new RgbImage(width, height, pixels);
    }

    /// <summary>One colour.</summary>
    internal static RgbImage Flat(int width, int height, byte red, byte green, byte blue)
    {
        var pixels = new byte[3 * width * height];
        for (int i = 0; i < pixels.Length; i += 3)
            (pixels[i], pixels[i + 1], pixels[i + 2]) = (red, green, blue);
        return new RgbImage(width, height, pixels);
    }

    /// <summary>The same image with a number added to every value.</summary>
    internal static RgbImage Shifted(RgbImage image, int amount)
    {
        byte[] pixels = image.Pixels.ToArray();
        for (int i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)Math.Clamp(pixels[i] + amount, 0, 255);
        return new RgbImage(image.Width, image.Height, pixels);
    }
}
