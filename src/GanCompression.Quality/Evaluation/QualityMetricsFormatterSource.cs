namespace GanCompression.Quality;

/// <summary>Shows <see cref="QualityMetrics"/> as a table in notebooks; its members are called by name.</summary>
internal sealed class QualityMetricsFormatterSource
{
#pragma warning disable CA1822 // Called on an instance, by reflection.
    public IEnumerable<object> CreateTypeFormatters()
#pragma warning restore CA1822
    {
        yield return new HtmlTable();
    }

    private sealed class HtmlTable
    {
        public string MimeType { get; } = "text/html";

#pragma warning disable CA1822 // Called on an instance, by reflection.
        public bool Format(object instance, TextWriter writer)
#pragma warning restore CA1822
        {
            if (instance is not QualityMetrics metrics)
                return false;
            writer.Write(metrics.ToHtml());
            return true;
        }
    }
}
