using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace Microsoft.ML;

public static class ConversionsExtensionsCatalog
{
    public static ValueMappingEstimator<TInput, TOutput> MapValue<TInput, TOutput>(
        this TransformsCatalog.ConversionTransforms catalog,
        string outputColumnName,
        IEnumerable<KeyValuePair<TInput, TOutput>> keyValuePairs,
        string inputColumnName = null,
        bool treatValuesAsKeyType = false)
    {
        ArgumentNullException.ThrowIfNull(keyValuePairs);
        if (treatValuesAsKeyType)
        {
            throw new NotSupportedException("This Microsoft.ML does not map values to keys (treatValuesAsKeyType); the package Microsoft.ML does.");
        }

        return new ValueMappingEstimator<TInput, TOutput>(ValueMap.Create(keyValuePairs), outputColumnName, inputColumnName);
    }
}
