namespace GanCompression.Quality;

/// <summary>Shows an <see cref="IHtmlView"/> as its HTML in notebooks; its members are called by name.</summary>
internal sealed class HtmlFormatterSource
{
#pragma warning disable CA1822 // Called on an instance, by reflection.
    public IEnumerable<object> CreateTypeFormatters()
    {
        yield return new HtmlFormatter();
    }

    private sealed class HtmlFormatter
    {
        public string MimeType { get; } = "text/html";

        public bool Format(object instance, TextWriter writer)
        {
            if (instance is not IHtmlView view)
                return false;
            writer.Write(view.ToHtml());
            return true;
        }
    }
#pragma warning restore CA1822
}
