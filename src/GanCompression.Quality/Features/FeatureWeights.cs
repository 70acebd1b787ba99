namespace GanCompression.Quality;

/// <summary>Reads the weights of a feature extractor from a file.</summary>
internal static class FeatureWeights
{
    /// <summary>Reads a file by its ending and leaves out the entries that no feature depends on.</summary>
    internal static WeightTable Read(string path, Func<string, bool> isUnused, Action<WeightTable, string>? check = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!File.Exists(path))
            throw new FileNotFoundException($"There is no file '{path}' with weights of a feature extractor.", path);
        string extension = Path.GetExtension(path).ToLowerInvariant();
        WeightTable weights = extension switch
        {
            ".npz" => NpzFile.Read(path),
            ".safetensors" => Safetensors.Read(path),
            _ => throw new NotSupportedException(
                $"Weights of a feature extractor are read from .npz or .safetensors files, but '{Path.GetFileName(path)}' ends in '{extension}'. " +
                "A PyTorch checkpoint converts with: numpy.savez('weights.npz', **{k: v.numpy() for k, v in torch.load('weights.pth').items()})"),
        };
        check?.Invoke(weights, path);
        return new WeightTable(weights.Where(entry => !isUnused(entry.Key)));
    }

    /// <summary>Joins a network and weights; errors name the file.</summary>
    internal static Network Join(LayerGraph graph, WeightTable weights, string path)
    {
        try
        {
            return new Network(graph, weights);
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
