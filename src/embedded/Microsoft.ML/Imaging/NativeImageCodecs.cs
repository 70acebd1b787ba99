using System.Runtime.InteropServices;
using System.Text;

namespace Microsoft.ML.Data;

/// <summary>JPEG and PNG files to and from pixels, through the native library <c>mlimagecodecs</c>.</summary>
internal static unsafe partial class NativeImageCodecs
{
    private const string Library = "mlimagecodecs";
    private const int ErrorSize = 512;

    public enum Format
    {
        Jpeg = 1,
        Png = 2,
    }

    /// <summary>Decodes to BGRA. Throws <see cref="FormatException"/> with the reason where the data is no sound image.</summary>
    public static byte[] Decode(ReadOnlySpan<byte> file, out int width, out int height)
    {
        byte* error = stackalloc byte[ErrorSize];
        error[0] = 0;
        fixed (byte* data = file)
        {
            try
            {
                ThrowIfFailed(image_info(data, (nuint)file.Length, out width, out height, error), error);
            }
            catch (DllNotFoundException exception)
            {
                throw Missing(exception);
            }

            byte[] pixels = GC.AllocateUninitializedArray<byte>(width * height * 4);
            fixed (byte* target = pixels)
            {
                ThrowIfFailed(image_decode(data, (nuint)file.Length, target, (nuint)pixels.Length, error), error);
            }

            return pixels;
        }
    }

    public static void Encode(Format format, ReadOnlySpan<byte> pixels, int width, int height, MLPixelFormat order, int quality, Stream destination)
    {
        byte* error = stackalloc byte[ErrorSize];
        error[0] = 0;
        byte* encoded = null;
        nuint length = 0;
        fixed (byte* source = pixels)
        {
            try
            {
                ThrowIfFailed(image_encode((int)format, source, width, height, order == MLPixelFormat.Rgba32 ? 1 : 0, quality, &encoded, &length, error), error);
            }
            catch (DllNotFoundException exception)
            {
                throw Missing(exception);
            }
        }

        try
        {
            destination.Write(new ReadOnlySpan<byte>(encoded, checked((int)length)));
        }
        finally
        {
            image_free(encoded);
        }
    }

    private static void ThrowIfFailed(int result, byte* error)
    {
        if (result != 0)
        {
            throw new FormatException(Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(error)));
        }
    }

    private static DllNotFoundException Missing(DllNotFoundException inner)
        => new(
            "Images cannot be read or written: the library libmlimagecodecs.so, which is built with this program, is not beside it, or the libraries it needs are missing. "
            + "Install libjpeg-turbo and libpng (Debian and Ubuntu: apt-get install libjpeg62-turbo-dev libpng-dev g++), then run ./build.sh.",
            inner);

    [LibraryImport(Library)]
    private static partial int image_info(byte* data, nuint length, out int width, out int height, byte* error);

    [LibraryImport(Library)]
    private static partial int image_decode(byte* data, nuint length, byte* pixels, nuint size, byte* error);

    [LibraryImport(Library)]
    private static partial int image_encode(int format, byte* pixels, int width, int height, int rgba, int quality, byte** encoded, nuint* encodedLength, byte* error);

    [LibraryImport(Library)]
    private static partial void image_free(byte* data);
}
