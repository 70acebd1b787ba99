using System.Text.Json;
using System.Text.Json.Serialization;

namespace GanCompression.Tool.Reporting;

/// <summary>How the tool writes JSON, to files and to standard output: camel case, indented, numbers invariant.</summary>
internal static class ToolJson
{
    /// <summary>The settings.</summary>
    public static JsonSerializerOptions Options { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        NewLine = "\n",
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new FiniteNumberConverter(), new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Writes a value as UTF-8.</summary>
    public static void Write<T>(Stream stream, T value) => JsonSerializer.Serialize(stream, value, Options);

    /// <summary>Reads a file.</summary>
    /// <exception cref="FormatException">It is not what <see cref="Write{T}"/> wrote.</exception>
    public static T Read<T>(string path)
    {
        using FileStream stream = File.OpenRead(path);
        try
        {
            return JsonSerializer.Deserialize<T>(stream, Options) ?? throw new FormatException($"'{path}' holds nothing.");
        }
        catch (JsonException e)
        {
            throw new FormatException($"'{path}' cannot be read: {e.Message}", e);
        }
    }
}
