namespace GanCompression.InteractiveDemo.Load;

/// <summary>What is measured.</summary>
/// <param name="Address">Address of the demo.</param>
/// <param name="Model"><c>teacher</c> or <c>student</c>.</param>
/// <param name="Duration">Time of each phase.</param>
internal sealed record LoadOptions(Uri Address, string Model, TimeSpan Duration);
