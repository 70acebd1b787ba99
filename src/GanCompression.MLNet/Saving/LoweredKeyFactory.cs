using Microsoft.ML.Transforms;

namespace GanCompression.MLNet;

/// <summary>Gives every row the constant key, in a model loaded by ML.NET alone.</summary>
[CustomMappingFactoryAttribute(LoweredColumns.KeyContract)]
internal sealed class LoweredKeyFactory : CustomMappingFactory<LoweredNothing, LoweredKey>
{
    /// <summary>The mapping.</summary>
    public static void Map(LoweredNothing source, LoweredKey result) => result.Key = LoweredKey.Only;

    /// <inheritdoc/>
    public override Action<LoweredNothing, LoweredKey> GetMapping() => Map;
}
