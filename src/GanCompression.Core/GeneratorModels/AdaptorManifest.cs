namespace GanCompression;

/// <summary>A <see cref="FeatureAdaptor"/> in <c>model.json</c>: everything but its weights.</summary>
/// <param name="Student">The student's node.</param>
/// <param name="Teacher">The teacher's node.</param>
/// <param name="Graph">The adaptor's graph.</param>
internal sealed record AdaptorManifest(string Student, string Teacher, LayerGraph Graph);
