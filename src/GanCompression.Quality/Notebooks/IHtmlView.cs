namespace GanCompression.Quality;

/// <summary>Something that notebooks show as HTML, by way of <see cref="HtmlFormatterSource"/>.</summary>
internal interface IHtmlView
{
    /// <summary>A well-formed fragment that needs no other file and styles nothing outside itself.</summary>
    string ToHtml();
}
