namespace GanCompression;

/// <summary>Writes the weights of generators for other libraries, under the names of the PyTorch reference.</summary>
public static class GeneratorExport
{
    /// <summary>Writes a generator's weights. The graph, provenance and discriminator stay behind: they are the model file's.</summary>
    /// <param name="model">The model.</param>
    /// <param name="path">File to write; replaced as a whole or not at all.</param>
    /// <param name="format">The format.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void ToCheckpoint(GeneratorModel model, string path, CheckpointFormat format)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentException.ThrowIfNullOrEmpty(path);
        WeightTable weights = model.Generator.Weights;
        switch (format)
        {
            case CheckpointFormat.Pth:
                PyTorchCheckpoint.Write(path, weights);
                break;
            case CheckpointFormat.Safetensors:
                AtomicFile.Write(path, stream => Safetensors.Write(stream, weights));
                break;
            case CheckpointFormat.Npz:
                NpzFile.Write(path, weights);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(format), format, "Unknown checkpoint format; expected Pth, Safetensors or Npz.");
        }
    }
}
