using Microsoft.ML.Transforms.Image;

namespace GanCompression.MLNet;

/// <summary>Image column types, made known to ML.NET so that members of row classes can bind to such columns.</summary>
internal static class ImageTypes
{
    /// <summary>The type of images of one size, in pixels; 0 by 0 for images of any size.</summary>
    public static ImageDataViewType Of(int height, int width)
    {
        // ML.NET binds a column to a row class only if exactly this type was registered; registering twice is allowed.
        if (height == 0 || width == 0)
        {
            new ImageTypeAttribute().Register();
            return new ImageDataViewType();
        }

        new ImageTypeAttribute(height, width).Register();
        return new ImageDataViewType(height, width);
    }
}
