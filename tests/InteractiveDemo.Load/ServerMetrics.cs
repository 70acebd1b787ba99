namespace GanCompression.InteractiveDemo.Load;

/// <summary>What the demo says about itself at <c>/metrics</c>, as far as it is reported here.</summary>
internal sealed record ServerMetrics(int Workers, int WaitingPlaces, int Running, int Waiting, long WorkingSetBytes, long ManagedBytes, int FullCollections);
