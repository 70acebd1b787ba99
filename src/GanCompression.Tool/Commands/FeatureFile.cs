using GanCompression.Quality;

namespace GanCompression.Tool.Commands;

/// <summary>Chooses the feature extractor that a weight file is for, by the names of its tensors.</summary>
internal static class FeatureFile
{
    /// <summary>Opens the extractor of a file.</summary>
    /// <param name="path">An <c>.npz</c> or <c>.safetensors</c> file; null for the extractor with fixed random weights.</param>
    /// <exception cref="FormatException">The file is for no extractor that the tool knows.</exception>
    public static IFeatureExtractor Open(string? path)
    {
        if (path is null)
            return FeatureExtractors.RandomNetwork();
        if (!File.Exists(path))
            throw new FileNotFoundException($"There is no feature file '{path}'. Give the weights of SqueezeNet or Inception as .npz or .safetensors, or leave --features out.", path);
        List<string> names = [.. Names(path)];
        if (names.Any(name => name.StartsWith("Mixed_", StringComparison.Ordinal)))
            return FeatureExtractors.Inception(path);
        if (names.Any(name => name.StartsWith("features.", StringComparison.Ordinal)))
            return FeatureExtractors.SqueezeNet(path);
        throw new FormatException($"'{path}' holds neither the weights of SqueezeNet (features.*) nor those of Inception (Mixed_*), but: {string.Join(", ", names.Take(3))}, …");
    }

    private static IEnumerable<string> Names(string path) => Path.GetExtension(path) switch
    {
        ".npz" => NpzFile.Read(path).Keys,
        ".safetensors" => Safetensors.Read(path).Keys,
        _ => throw new NotSupportedException($"'{path}' is neither an .npz nor a .safetensors file. Convert it with PyTorch: numpy.savez(file, **{{name: tensor.numpy() for name, tensor in torch.load(path).items()}})."),
    };
}
