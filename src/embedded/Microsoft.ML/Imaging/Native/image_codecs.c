// JPEG through libjpeg-turbo and PNG through libpng. Both report errors by longjmp, which managed code must never see: it ends here.
// Every function returns 0, or 1 with a message in `error` (UTF-8, zero-terminated). Pixels are 4 bytes each, BGRA or RGBA, rows top down, no padding.

#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
#include <jerror.h>
#include <png.h>

#define EXPORT __attribute__((visibility("default")))
#define ERROR_SIZE 512

// The most pixels an image may have, whatever its header says: 512 MiB once decoded.
#define MAX_PIXELS (1u << 27)

// Scans of a progressive JPEG beyond this number serve only to keep a decoder busy.
#define MAX_SCANS 500

#ifndef JCS_ALPHA_EXTENSIONS
#error "libjpeg-turbo is needed (package libjpeg62-turbo-dev): this libjpeg cannot give pixels of four bytes."
#endif

enum { FORMAT_UNKNOWN = 0, FORMAT_JPEG = 1, FORMAT_PNG = 2 };

static int fail(char *error, const char *message)
{
    snprintf(error, ERROR_SIZE, "%s", message);
    return 1;
}

static int format_of(const uint8_t *data, size_t length)
{
    if (length >= 3 && data[0] == 0xFF && data[1] == 0xD8 && data[2] == 0xFF)
        return FORMAT_JPEG;
    if (length >= 8 && png_sig_cmp(data, 0, 8) == 0)
        return FORMAT_PNG;
    return FORMAT_UNKNOWN;
}

static int check_size(uint64_t width, uint64_t height, char *error)
{
    if (width == 0 || height == 0)
        return fail(error, "the image has no pixels");
    if (width * height > MAX_PIXELS)
    {
        snprintf(error, ERROR_SIZE, "the header claims %llu x %llu pixels; at most %u pixels are read", (unsigned long long)width, (unsigned long long)height, MAX_PIXELS);
        return 1;
    }
    return 0;
}

// ---------------------------------------------------------------------------------------------------------------- JPEG

struct jpeg_trap
{
    struct jpeg_error_mgr base;
    jmp_buf escape;
    char *error;
};

static void jpeg_fail(j_common_ptr common)
{
    struct jpeg_trap *trap = (struct jpeg_trap *)common->err;
    char message[JMSG_LENGTH_MAX];
    (*common->err->format_message)(common, message);
    snprintf(trap->error, ERROR_SIZE, "%s", message);
    longjmp(trap->escape, 1);
}

// libjpeg only warns where image data ends early or is damaged, and fills up with grey. An image with invented pixels is worse than none.
static void jpeg_message(j_common_ptr common, int level)
{
    if (level >= 0)
        return;
    switch (common->err->msg_code)
    {
    case JWRN_JPEG_EOF:
    case JWRN_HIT_MARKER:
    case JWRN_HUFF_BAD_CODE:
    case JWRN_ARITH_BAD_CODE:
    case JWRN_MUST_RESYNC:
        jpeg_fail(common);
    }
}

static void jpeg_progress(j_common_ptr common)
{
    if (common->is_decompressor && ((j_decompress_ptr)common)->input_scan_number > MAX_SCANS)
    {
        struct jpeg_trap *trap = (struct jpeg_trap *)common->err;
        fail(trap->error, "the JPEG has too many scans");
        longjmp(trap->escape, 1);
    }
}

static struct jpeg_error_mgr *jpeg_errors(struct jpeg_trap *trap, char *error)
{
    jpeg_std_error(&trap->base);
    trap->base.error_exit = jpeg_fail;
    trap->base.emit_message = jpeg_message;
    trap->error = error;
    return &trap->base;
}

static int jpeg_file_info(const uint8_t *data, size_t length, int32_t *width, int32_t *height, char *error)
{
    struct jpeg_decompress_struct jpeg;
    struct jpeg_trap trap;
    jpeg.err = jpeg_errors(&trap, error);
    if (setjmp(trap.escape))
    {
        jpeg_destroy_decompress(&jpeg);
        return 1;
    }
    jpeg_create_decompress(&jpeg);
    jpeg_mem_src(&jpeg, data, length);
    jpeg_read_header(&jpeg, TRUE);
    uint64_t w = jpeg.image_width, h = jpeg.image_height;
    jpeg_destroy_decompress(&jpeg);
    if (check_size(w, h, error))
        return 1;
    *width = (int32_t)w;
    *height = (int32_t)h;
    return 0;
}

// Four bytes of ink to four bytes BGRA, in place. Adobe writes CMYK inverted: 255 is no ink.
static void cmyk_to_bgra(uint8_t *row, int width, int inverted)
{
    for (int x = 0; x < width; x++, row += 4)
    {
        unsigned c = row[0], m = row[1], y = row[2], k = row[3];
        if (!inverted)
        {
            c = 255 - c;
            m = 255 - m;
            y = 255 - y;
            k = 255 - k;
        }
        row[0] = (uint8_t)((y * k + 127) / 255);
        row[1] = (uint8_t)((m * k + 127) / 255);
        row[2] = (uint8_t)((c * k + 127) / 255);
        row[3] = 255;
    }
}

static int jpeg_file_decode(const uint8_t *data, size_t length, uint8_t *pixels, size_t size, char *error)
{
    struct jpeg_decompress_struct jpeg;
    struct jpeg_progress_mgr progress;
    struct jpeg_trap trap;
    jpeg.err = jpeg_errors(&trap, error);
    if (setjmp(trap.escape))
    {
        jpeg_destroy_decompress(&jpeg);
        return 1;
    }
    jpeg_create_decompress(&jpeg);
    memset(&progress, 0, sizeof progress);
    progress.progress_monitor = jpeg_progress;
    jpeg.progress = &progress;
    jpeg_mem_src(&jpeg, data, length);
    jpeg_read_header(&jpeg, TRUE);
    int ink = jpeg.jpeg_color_space == JCS_CMYK || jpeg.jpeg_color_space == JCS_YCCK;
    jpeg.out_color_space = ink ? JCS_CMYK : JCS_EXT_BGRA;
    jpeg_start_decompress(&jpeg);
    size_t stride = (size_t)jpeg.output_width * 4;
    if (stride * jpeg.output_height != size)
    {
        jpeg_destroy_decompress(&jpeg);
        return fail(error, "the pixel buffer has another size than the image");
    }
    while (jpeg.output_scanline < jpeg.output_height)
    {
        JSAMPROW row = pixels + jpeg.output_scanline * stride;
        jpeg_read_scanlines(&jpeg, &row, 1);
        if (ink)
            cmyk_to_bgra(row, (int)jpeg.output_width, jpeg.saw_Adobe_marker);
    }
    jpeg_finish_decompress(&jpeg);
    jpeg_destroy_decompress(&jpeg);
    return 0;
}

// Where a JPEG is written: a buffer that grows. (libjpeg's own keeps no valid pointer to it when writing fails.)
struct jpeg_sink
{
    struct jpeg_destination_mgr base;
    uint8_t *data;
    size_t capacity;
};

static void jpeg_sink_use(struct jpeg_sink *sink, size_t used)
{
    sink->base.next_output_byte = sink->data + used;
    sink->base.free_in_buffer = sink->capacity - used;
}

static void jpeg_sink_start(j_compress_ptr jpeg)
{
    (void)jpeg;
}

static boolean jpeg_sink_grow(j_compress_ptr jpeg)
{
    struct jpeg_sink *sink = (struct jpeg_sink *)jpeg->dest;
    size_t used = sink->capacity;
    uint8_t *grown = (uint8_t *)realloc(sink->data, used * 2);
    if (grown == NULL)
        ERREXIT1(jpeg, JERR_OUT_OF_MEMORY, 0);
    sink->data = grown;
    sink->capacity = used * 2;
    jpeg_sink_use(sink, used);
    return TRUE;
}

static int jpeg_file_encode(const uint8_t *pixels, int width, int height, int rgba, int quality, uint8_t **out, size_t *out_length, char *error)
{
    struct jpeg_compress_struct jpeg;
    struct jpeg_trap trap;
    // On the heap, so that after longjmp its members are what they were last set to.
    struct jpeg_sink *sink = (struct jpeg_sink *)calloc(1, sizeof(struct jpeg_sink));
    if (sink == NULL || (sink->data = (uint8_t *)malloc(65536)) == NULL)
    {
        free(sink);
        return fail(error, "out of memory");
    }
    sink->capacity = 65536;
    sink->base.init_destination = jpeg_sink_start;
    sink->base.empty_output_buffer = jpeg_sink_grow;
    sink->base.term_destination = jpeg_sink_start;
    jpeg_sink_use(sink, 0);
    jpeg.err = jpeg_errors(&trap, error);
    if (setjmp(trap.escape))
    {
        jpeg_destroy_compress(&jpeg);
        free(sink->data);
        free(sink);
        return 1;
    }
    jpeg_create_compress(&jpeg);
    jpeg.dest = &sink->base;
    jpeg.image_width = (JDIMENSION)width;
    jpeg.image_height = (JDIMENSION)height;
    jpeg.input_components = 4;
    jpeg.in_color_space = rgba ? JCS_EXT_RGBX : JCS_EXT_BGRX;
    jpeg_set_defaults(&jpeg);
    jpeg_set_quality(&jpeg, quality, TRUE);
    jpeg_start_compress(&jpeg, TRUE);
    while (jpeg.next_scanline < jpeg.image_height)
    {
        JSAMPROW row = (JSAMPROW)(pixels + (size_t)jpeg.next_scanline * (size_t)width * 4);
        jpeg_write_scanlines(&jpeg, &row, 1);
    }
    jpeg_finish_compress(&jpeg);
    jpeg_destroy_compress(&jpeg);
    *out = sink->data;
    *out_length = sink->capacity - sink->base.free_in_buffer;
    free(sink);
    return 0;
}

// ----------------------------------------------------------------------------------------------------------------- PNG

struct png_source
{
    const uint8_t *data;
    size_t length;
    size_t position;
};

struct png_sink
{
    uint8_t *data;
    size_t length;
    size_t capacity;
};

static void png_fail(png_structp png, png_const_charp message)
{
    snprintf((char *)png_get_error_ptr(png), ERROR_SIZE, "%s", message);
    longjmp(png_jmpbuf(png), 1);
}

static void png_ignore(png_structp png, png_const_charp message)
{
    (void)png;
    (void)message;
}

static void png_read(png_structp png, png_bytep target, size_t count)
{
    struct png_source *source = (struct png_source *)png_get_io_ptr(png);
    if (count > source->length - source->position)
        png_error(png, "the PNG ends early");
    memcpy(target, source->data + source->position, count);
    source->position += count;
}

static void png_write(png_structp png, png_bytep data, size_t count)
{
    struct png_sink *sink = (struct png_sink *)png_get_io_ptr(png);
    if (count > sink->capacity - sink->length)
    {
        size_t capacity = sink->capacity * 2 + count + 4096;
        uint8_t *grown = (uint8_t *)realloc(sink->data, capacity);
        if (grown == NULL)
            png_error(png, "out of memory");
        sink->data = grown;
        sink->capacity = capacity;
    }
    memcpy(sink->data + sink->length, data, count);
    sink->length += count;
}

static void png_flush_nothing(png_structp png)
{
    (void)png;
}

// Reads the header and refuses what cannot be true: deflate packs at most 1032 bytes into one.
static void png_read_header(png_structp png, png_infop info, const struct png_source *source, char *error)
{
    png_set_user_limits(png, 0x7fffffff, 0x7fffffff);
    png_read_info(png, info);
    uint64_t width = png_get_image_width(png, info), height = png_get_image_height(png, info);
    if (check_size(width, height, error))
        longjmp(png_jmpbuf(png), 1);
    uint64_t bits = (uint64_t)png_get_bit_depth(png, info) * png_get_channels(png, info);
    uint64_t bytes = height * ((width * bits + 7) / 8);
    if (bytes / 1032 > source->length)
    {
        snprintf(error, ERROR_SIZE, "the header claims %llu x %llu pixels, which cannot be in a file of %zu bytes", (unsigned long long)width, (unsigned long long)height, source->length);
        longjmp(png_jmpbuf(png), 1);
    }
}

static int png_file_info(const uint8_t *data, size_t length, int32_t *width, int32_t *height, char *error)
{
    struct png_source source = { data, length, 0 };
    png_infop info = NULL;
    png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, error, png_fail, png_ignore);
    if (png == NULL || (info = png_create_info_struct(png)) == NULL)
    {
        png_destroy_read_struct(&png, NULL, NULL);
        return fail(error, "libpng could not be started");
    }
    if (setjmp(png_jmpbuf(png)))
    {
        png_destroy_read_struct(&png, &info, NULL);
        return 1;
    }
    png_set_read_fn(png, &source, png_read);
    png_read_header(png, info, &source, error);
    *width = (int32_t)png_get_image_width(png, info);
    *height = (int32_t)png_get_image_height(png, info);
    png_destroy_read_struct(&png, &info, NULL);
    return 0;
}

static uint8_t multiply(unsigned value, unsigned alpha)
{
    unsigned product = value * alpha + 128;
    return (uint8_t)((product + (product >> 8)) >> 8);
}

static void multiply_by_alpha(uint8_t *pixels, size_t size)
{
    for (uint8_t *pixel = pixels; pixel < pixels + size; pixel += 4)
    {
        pixel[0] = multiply(pixel[0], pixel[3]);
        pixel[1] = multiply(pixel[1], pixel[3]);
        pixel[2] = multiply(pixel[2], pixel[3]);
    }
}

static int png_read_pixels(const uint8_t *data, size_t length, uint8_t *pixels, size_t size, int *has_alpha, char *error)
{
    struct png_source source = { data, length, 0 };
    png_infop info = NULL;
    png_bytep *volatile rows = NULL;
    png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, error, png_fail, png_ignore);
    if (png == NULL || (info = png_create_info_struct(png)) == NULL)
    {
        png_destroy_read_struct(&png, NULL, NULL);
        return fail(error, "libpng could not be started");
    }
    if (setjmp(png_jmpbuf(png)))
    {
        png_destroy_read_struct(&png, &info, NULL);
        free((void *)rows);
        return 1;
    }
    png_set_read_fn(png, &source, png_read);
    png_read_header(png, info, &source, error);
    size_t width = png_get_image_width(png, info), height = png_get_image_height(png, info);
    if (width * height * 4 != size)
        png_error(png, "the pixel buffer has another size than the image");
    *has_alpha = (png_get_color_type(png, info) & PNG_COLOR_MASK_ALPHA) != 0 || png_get_valid(png, info, PNG_INFO_tRNS);

    // Whatever the file holds (palette, grey, 1 to 16 bits, transparent colour) becomes 8-bit BGRA.
    png_set_expand(png);
    png_set_scale_16(png);
    png_set_gray_to_rgb(png);
    png_set_bgr(png);
    png_set_add_alpha(png, 0xFF, PNG_FILLER_AFTER);
    png_set_interlace_handling(png);
    png_read_update_info(png, info);
    if (png_get_rowbytes(png, info) != width * 4)
        png_error(png, "the PNG has an unknown kind of pixels");

    rows = (png_bytep *)malloc(height * sizeof(png_bytep));
    if (rows == NULL)
        png_error(png, "out of memory");
    for (size_t y = 0; y < height; y++)
        rows[y] = pixels + y * width * 4;
    png_read_image(png, (png_bytepp)rows);
    png_read_end(png, NULL);
    png_destroy_read_struct(&png, &info, NULL);
    free((void *)rows);
    return 0;
}

static int png_file_decode(const uint8_t *data, size_t length, uint8_t *pixels, size_t size, char *error)
{
    int has_alpha = 0;
    if (png_read_pixels(data, length, pixels, size, &has_alpha, error))
        return 1;
    // Colours are kept multiplied by their alpha, as in the library that this one stands for.
    if (has_alpha)
        multiply_by_alpha(pixels, size);
    return 0;
}

static int png_file_encode(const uint8_t *pixels, int width, int height, int rgba, uint8_t **out, size_t *out_length, char *error)
{
    size_t stride = (size_t)width * 4;
    // On the heap, so that after longjmp its members are what they were last set to.
    struct png_sink *sink = (struct png_sink *)calloc(1, sizeof(struct png_sink));
    uint8_t *row = (uint8_t *)malloc(stride);
    png_infop info = NULL;
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, error, png_fail, png_ignore);
    if (sink == NULL || row == NULL || png == NULL || (info = png_create_info_struct(png)) == NULL)
    {
        png_destroy_write_struct(&png, NULL);
        free(row);
        free(sink);
        return fail(error, "out of memory");
    }
    if (setjmp(png_jmpbuf(png)))
    {
        png_destroy_write_struct(&png, &info);
        free(row);
        free(sink->data);
        free(sink);
        return 1;
    }
    png_set_write_fn(png, sink, png_write, png_flush_nothing);

    int has_alpha = 0;
    for (size_t i = 3; i < stride * (size_t)height && !has_alpha; i += 4)
        has_alpha = pixels[i] != 255;

    png_set_user_limits(png, 0x7fffffff, 0x7fffffff);
    png_set_IHDR(png, info, (png_uint_32)width, (png_uint_32)height, 8, has_alpha ? PNG_COLOR_TYPE_RGB_ALPHA : PNG_COLOR_TYPE_RGB,
                 PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_set_compression_level(png, 6);
    png_write_info(png, info);
    if (!rgba)
        png_set_bgr(png);
    if (!has_alpha)
        png_set_filler(png, 0, PNG_FILLER_AFTER);
    for (int y = 0; y < height; y++)
    {
        memcpy(row, pixels + (size_t)y * stride, stride);
        if (has_alpha)
        {
            for (uint8_t *pixel = row; pixel < row + stride; pixel += 4)
            {
                unsigned alpha = pixel[3];
                for (int c = 0; c < 3; c++)
                {
                    unsigned value = alpha == 0 ? 0 : (pixel[c] * 255u + alpha / 2) / alpha;
                    pixel[c] = (uint8_t)(value > 255 ? 255 : value);
                }
            }
        }
        png_write_row(png, row);
    }
    png_write_end(png, NULL);
    png_destroy_write_struct(&png, &info);
    free(row);
    *out = sink->data;
    *out_length = sink->length;
    free(sink);
    return 0;
}

// ------------------------------------------------------------------------------------------------------------- exports

EXPORT int image_info(const uint8_t *data, size_t length, int32_t *width, int32_t *height, char *error)
{
    switch (format_of(data, length))
    {
    case FORMAT_JPEG:
        return jpeg_file_info(data, length, width, height, error);
    case FORMAT_PNG:
        return png_file_info(data, length, width, height, error);
    default:
        return fail(error, "it is neither JPEG nor PNG");
    }
}

EXPORT int image_decode(const uint8_t *data, size_t length, uint8_t *pixels, size_t size, char *error)
{
    switch (format_of(data, length))
    {
    case FORMAT_JPEG:
        return jpeg_file_decode(data, length, pixels, size, error);
    case FORMAT_PNG:
        return png_file_decode(data, length, pixels, size, error);
    default:
        return fail(error, "it is neither JPEG nor PNG");
    }
}

// `format` is 1 for JPEG, 2 for PNG. The result is freed with image_free.
EXPORT int image_encode(int format, const uint8_t *pixels, int width, int height, int rgba, int quality, uint8_t **out, size_t *out_length, char *error)
{
    return format == FORMAT_JPEG
        ? jpeg_file_encode(pixels, width, height, rgba, quality, out, out_length, error)
        : png_file_encode(pixels, width, height, rgba, out, out_length, error);
}

EXPORT void image_free(uint8_t *data)
{
    free(data);
}
