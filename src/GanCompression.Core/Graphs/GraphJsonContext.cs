using System.Text.Json.Serialization;

namespace GanCompression;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = false, AllowOutOfOrderMetadataProperties = true)]
[JsonSerializable(typeof(LayerGraph))]
internal sealed partial class GraphJsonContext : JsonSerializerContext;
