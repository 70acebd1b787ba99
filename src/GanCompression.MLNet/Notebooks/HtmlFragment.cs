using GanCompression.Quality;

namespace GanCompression.MLNet;

/// <summary>
/// A piece of HTML that notebooks show as what it is. They find out by name, so no package of theirs is referenced.
/// Immutable.
/// </summary>
[TypeFormatterSource(typeof(HtmlFormatterSource), PreferredMimeTypes = ["text/html"])]
public sealed class HtmlFragment : IHtmlView
{
    private readonly string _html;
    private readonly string _text;

    /// <summary>Creates a fragment.</summary>
    /// <param name="html">The HTML: markup as it is, text already encoded.</param>
    /// <param name="text">What stands for it where HTML cannot be shown.</param>
    public HtmlFragment(string html, string text)
    {
        ArgumentNullException.ThrowIfNull(html);
        ArgumentNullException.ThrowIfNull(text);
        _html = html;
        _text = text;
    }

    /// <summary>The HTML.</summary>
    public string ToHtml() => _html;

    /// <summary>What stands for it where HTML cannot be shown.</summary>
    public override string ToString() => _text;
}
