using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

namespace GanCompression.MLNet;

/// <summary>
/// Image column types, made known to ML.NET: it binds an image column to a row class only if exactly the column's type was
/// registered. Registering twice is allowed.
/// </summary>
internal static class ImageTypes
{
    /// <summary>The type of images of any size. Registered for members without attribute, since an ImageTypeAttribute must have a size.</summary>
    public static ImageDataViewType AnySize { get; } = CreateAnySize();

    /// <summary>The type of images of one size in pixels; of any size if one extent is 0.</summary>
    public static ImageDataViewType Of(int height, int width)
    {
        if (height == 0 || width == 0)
            return AnySize;
        new ImageTypeAttribute(height, width).Register();
        return new ImageDataViewType(height, width);
    }

    /// <summary>Registers the type of images of any size.</summary>
    public static void RegisterAnySize() => _ = AnySize;

    private static ImageDataViewType CreateAnySize()
    {
        var type = new ImageDataViewType();
        DataViewTypeManager.Register(type, typeof(MLImage));
        return type;
    }
}
