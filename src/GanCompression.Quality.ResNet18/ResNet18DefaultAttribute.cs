namespace GanCompression.Quality;

/// <summary>Makes these features the default wherever the assembly is referenced.</summary>
internal sealed class ResNet18DefaultAttribute : DefaultFeaturesAttribute
{
    /// <inheritdoc/>
    public override IFeatureExtractor Create() => ResNet18Features.Create();
}
