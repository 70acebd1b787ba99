using GanCompression.Tool.Reporting;

namespace GanCompression.Tool.Commands;

/// <summary>A model and how good its images are.</summary>
/// <param name="Model">The model in figures.</param>
/// <param name="Quality">Quality on the image pairs.</param>
internal sealed record EvaluatedModel(ModelSummary Model, QualityReport Quality);
