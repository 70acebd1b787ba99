using Microsoft.ML.Runtime;

namespace Microsoft.ML;

public sealed class TransformsCatalog
{
    internal TransformsCatalog(Host environment)
    {
        Environment = environment;
        Conversion = new ConversionTransforms();
    }

    public ConversionTransforms Conversion { get; }

    internal Host Environment { get; }

    public sealed class ConversionTransforms
    {
        internal ConversionTransforms()
        {
        }
    }
}
