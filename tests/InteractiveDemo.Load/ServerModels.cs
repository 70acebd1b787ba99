namespace GanCompression.InteractiveDemo.Load;

/// <summary>What the demo says about its models at <c>/api/models</c>, as far as it is needed here.</summary>
internal sealed record ServerModels(int ImageSize, int MaxPixels);
