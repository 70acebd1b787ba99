namespace GanCompression.Quality;

/// <summary>
/// Marks an assembly as the one with the default features. A package derives from it and puts it on its assembly; being referenced is then all it takes
/// (<see cref="FeatureExtractors.Default"/>), whatever runs first, and nothing is registered at run time.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly)]
public abstract class DefaultFeaturesAttribute : Attribute
{
    /// <summary>The extractor. Called once per process, when it is first needed.</summary>
    public abstract IFeatureExtractor Create();
}
