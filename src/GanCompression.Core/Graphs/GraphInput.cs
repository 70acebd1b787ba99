namespace GanCompression;

/// <summary>One input of a <see cref="LayerGraph"/>.</summary>
/// <param name="Name">The name that nodes refer to.</param>
/// <param name="Channels">Number of channels, at least 1.</param>
public sealed record GraphInput(string Name, int Channels);
