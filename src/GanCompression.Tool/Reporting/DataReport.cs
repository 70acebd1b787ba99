namespace GanCompression.Tool.Reporting;

/// <summary>The images of a run.</summary>
/// <param name="Description">Where they come from.</param>
/// <param name="TrainingImages">Number of training pairs.</param>
/// <param name="TestImages">Number of held-out pairs.</param>
/// <param name="ImageSize">Height and width in pixels.</param>
internal sealed record DataReport(string Description, int TrainingImages, int TestImages, int ImageSize);
