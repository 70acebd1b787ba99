using Microsoft.ML;

namespace GanCompression.MLNet;

/// <content>The trainers.</content>
public sealed partial class GanCompressionCatalog
{
    /// <summary>Trainers of generators, added as extension methods by GanCompression.MLNet.Training.</summary>
    public sealed class TrainersCatalog
    {
        internal TrainersCatalog(MLContext context)
        {
            Context = context;
        }

        internal MLContext Context { get; }
    }
}
