using System.Collections;
using System.Globalization;
using System.Reflection;

namespace GanCompression.Notebooks;

/// <summary>A value as a notebook shows it.</summary>
/// <param name="MimeType"><c>text/html</c> or <c>text/plain</c>.</param>
/// <param name="Content">The HTML or text.</param>
internal sealed record CellOutput(string MimeType, string Content)
{
    public const string Html = "text/html";
    public const string Plain = "text/plain";

    /// <summary>Formats a value by the formatters that its type names, as kernels do, and otherwise as text.</summary>
    public static CellOutput Of(object? value) => value switch
    {
        null => new CellOutput(Plain, "null"),
        string text => new CellOutput(Plain, text),
        _ when Formatted(value) is { } html => new CellOutput(Html, html),
        IFormattable number => new CellOutput(Plain, number.ToString(null, CultureInfo.InvariantCulture)),
        IEnumerable list when value.GetType().GetMethod(nameof(ToString), Type.EmptyTypes)!.DeclaringType == typeof(object) || value is Array =>
            new CellOutput(Plain, string.Join('\n', list.Cast<object?>())),
        _ => new CellOutput(Plain, value.ToString() ?? ""),
    };

    // Everything is found by name: libraries declare the attribute and the formatters themselves.
    private static string? Formatted(object value)
    {
        object? attribute = value.GetType().GetCustomAttributes(inherit: true).FirstOrDefault(found => found.GetType().Name == "TypeFormatterSourceAttribute");
        if (attribute?.GetType().GetProperty("FormatterSourceType")?.GetValue(attribute) is not Type sourceType)
            return null;
        MethodInfo create = sourceType.GetMethod("CreateTypeFormatters") ?? throw new MissingMethodException(sourceType.FullName, "CreateTypeFormatters");
        foreach (object formatter in (IEnumerable)create.Invoke(Activator.CreateInstance(sourceType), null)!)
        {
            using var writer = new StringWriter(CultureInfo.InvariantCulture);
            if ((string?)formatter.GetType().GetProperty("MimeType")!.GetValue(formatter) == Html && (bool)formatter.GetType().GetMethod("Format")!.Invoke(formatter, [value, writer])!)
                return writer.ToString();
        }

        return null;
    }
}
