using Microsoft.ML;

namespace GanCompression.MLNet;

/// <content>The compressors.</content>
public sealed partial class GanCompressionCatalog
{
    /// <summary>Compressors of generators, added as extension methods by GanCompression.MLNet.Training.</summary>
    public sealed class CompressionCatalog
    {
        internal CompressionCatalog(MLContext context)
        {
            Context = context;
        }

        internal MLContext Context { get; }
    }
}
