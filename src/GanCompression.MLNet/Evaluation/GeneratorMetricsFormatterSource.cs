namespace GanCompression.MLNet;

/// <summary>Shows <see cref="GeneratorMetrics"/> as a table in notebooks; its members are called by name.</summary>
internal sealed class GeneratorMetricsFormatterSource
{
#pragma warning disable CA1822 // Called on an instance, by reflection.
    public IEnumerable<object> CreateTypeFormatters()
    {
        yield return new HtmlTable();
    }

    private sealed class HtmlTable
    {
        public string MimeType { get; } = "text/html";

        public bool Format(object instance, TextWriter writer)
        {
            if (instance is not GeneratorMetrics metrics)
                return false;
            writer.Write(metrics.ToHtml());
            return true;
        }
    }
#pragma warning restore CA1822
}
