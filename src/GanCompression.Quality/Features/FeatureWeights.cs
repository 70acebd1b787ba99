namespace GanCompression.Quality;

/// <summary>Reads the weights of a feature extractor from a file.</summary>
internal static class FeatureWeights
{
    /// <summary>Reads a file of weights.</summary>
    internal static WeightTable Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return File.Exists(path) ? CheckpointFile.Read(path) : throw new FileNotFoundException(
            $"There is no feature file '{path}'. Give the weights of SqueezeNet or Inception, as .pth, .safetensors or .npz.", path);
    }

    /// <summary>Joins a network and weights, without the entries that no feature depends on; errors name the file.</summary>
    internal static Network Join(LayerGraph graph, WeightTable weights, Func<string, bool> isUnused, string path)
    {
        try
        {
            return new Network(graph, new WeightTable(weights.Where(entry => !isUnused(entry.Key))));
        }
        catch (FormatException e)
        {
            throw new FormatException($"'{Path.GetFileName(path)}': {e.Message}", e);
        }
    }

    /// <summary>Other Inception v3 weights have the same names and shapes, but a distance made with them is not the FID.</summary>
    internal static void RejectOtherInception(WeightTable weights, string path)
    {
        const int Classes = 1008;
        bool hasOtherClassifier = weights.TryGetValue("fc.bias", out WeightTensor? bias) && bias.Elements != Classes;
        if (hasOtherClassifier || weights.Keys.Any(name => name.StartsWith("AuxLogits.", StringComparison.Ordinal)))
        {
            throw new FormatException(
                $"'{Path.GetFileName(path)}' holds Inception v3 weights of another origin (torchvision's ImageNet weights, for example). " +
                $"The Fréchet Inception distance is defined by the weights with {Classes} classes that pytorch-fid distributes as pt_inception-2015-12-05.");
        }
    }
}
