using System.Buffers;

namespace GanCompression.MLNet;

/// <summary>
/// A generator and the columns it is applied to, as text that ML.NET can store: a line that names the format, two lines with
/// the escaped names of the input and output columns, and the bytes of a .gcm file as base64.
/// </summary>
/// <param name="InputColumnName">Column of the images to translate.</param>
/// <param name="OutputColumnName">Column of the generated images.</param>
/// <param name="Model">The generator.</param>
internal sealed record GeneratorState(string InputColumnName, string OutputColumnName, GeneratorModel Model)
{
    private const string Format = "GanCompression.Generator/1";
    private const char Separator = '\n';
    private const int MaxCharacters = 1_000_000_000;

    /// <summary>The state as text.</summary>
    /// <exception cref="NotSupportedException">The generator is too large for ML.NET's text columns.</exception>
    public string ToText()
    {
        using var stream = new MemoryStream();
        Model.Save(stream);
        ReadOnlySpan<byte> bytes = stream.GetBuffer().AsSpan(0, checked((int)stream.Length));
        if (4L * bytes.Length / 3 > MaxCharacters)
        {
            throw new NotSupportedException(FormattableString.Invariant(
                $"The generator '{Model.Generator.Graph.Architecture}' has {bytes.Length} bytes, too many for a model file of ML.NET (at most {3L * MaxCharacters / 4}). Save it with GanCompression().Model.SaveGenerator instead."));
        }

        return string.Concat(
            $"{Format}{Separator}{Uri.EscapeDataString(InputColumnName)}{Separator}{Uri.EscapeDataString(OutputColumnName)}{Separator}",
            Convert.ToBase64String(bytes));
    }

    /// <summary>Reads what <see cref="ToText"/> wrote.</summary>
    /// <exception cref="FormatException">The text is damaged or of another version.</exception>
    public static GeneratorState Parse(ReadOnlySpan<char> text)
    {
        string format = ReadLine(ref text);
        if (format != Format)
            throw new FormatException($"The saved generator has the format '{Shorten(format)}'; expected '{Format}'. It may come from a newer version of GanCompression.MLNet.");
        string input = Uri.UnescapeDataString(ReadLine(ref text));
        string output = Uri.UnescapeDataString(ReadLine(ref text));

        byte[] buffer = ArrayPool<byte>.Shared.Rent(checked((int)(3L * text.Length / 4) + 3));
        try
        {
            if (!Convert.TryFromBase64Chars(text, buffer, out int length))
                throw new FormatException("The saved generator is damaged: its weights are not valid base64.");
            using var stream = new MemoryStream(buffer, 0, length, writable: false);
            return new GeneratorState(input, output, GeneratorModel.Load(stream));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static string ReadLine(ref ReadOnlySpan<char> text)
    {
        int end = text.IndexOf(Separator);
        if (end < 0)
            throw new FormatException($"The saved generator is damaged: it begins with '{Shorten(text)}'; expected '{Format}'.");
        string line = text[..end].ToString();
        text = text[(end + 1)..];
        return line;
    }

    private static string Shorten(ReadOnlySpan<char> text) => text.Length <= 40 ? text.ToString() : $"{text[..40]}…";
}
