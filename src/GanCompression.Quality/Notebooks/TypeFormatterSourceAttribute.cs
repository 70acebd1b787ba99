namespace GanCompression.Quality;

/// <summary>
/// Tells notebooks how to show a type. They find the attribute by its name, so that a library needs no reference to them.
/// </summary>
/// <param name="formatterSourceType">A type whose <c>CreateTypeFormatters</c> returns the formatters.</param>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
{
    public Type FormatterSourceType { get; } = formatterSourceType;

    public string[]? PreferredMimeTypes { get; set; }
}
