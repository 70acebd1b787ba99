using System.IO.Compression;
using System.Text.Json;

namespace GanCompression;

/// <summary>
/// The <c>.gcm</c> format: a zip archive of stored entries. <c>model.json</c> says what the model is; <c>weights.safetensors</c>
/// and, where there is a discriminator, <c>discriminator.safetensors</c> hold the values, which are streamed.
/// </summary>
internal static class GeneratorModelFile
{
    private const string Kind = "generator model (.gcm)";
    private const string Format = "gancompression.generator";
    private const int Version = 1;
    private const string ManifestName = "model.json";
    private const string WeightsName = "weights.safetensors";
    private const string DiscriminatorName = "discriminator.safetensors";
    private const long MaxManifestBytes = 1 << 26;

    // Batch counters and the like, which checkpoints carry beside what the graph asks for.
    private const long Slack = 1 << 20;

    public static void Write(Stream stream, GeneratorModel model, bool includeDiscriminator)
    {
        Network? discriminator = includeDiscriminator ? model.Discriminator : null;
        var manifest = new ModelManifest
        {
            Format = Format,
            Version = Version,
            ImageSize = model.ImageSize,
            Encoding = model.Encoding,
            Generator = model.Generator.Graph,
            Discriminator = discriminator?.Graph,
            Provenance = model.Provenance,
        };
        using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        CheckedZipArchive.Add(archive, ManifestName, entry => JsonSerializer.Serialize(entry, manifest, ModelJsonContext.Default.ModelManifest));
        CheckedZipArchive.Add(archive, WeightsName, entry => Safetensors.Write(entry, model.Generator.Weights));
        if (discriminator is not null)
            CheckedZipArchive.Add(archive, DiscriminatorName, entry => Safetensors.Write(entry, discriminator.Weights));
    }

    public static GeneratorModel Read(Stream stream, string source)
    {
        using var archive = new CheckedZipArchive(stream, source, Kind);
        ModelManifest manifest = ReadManifest(archive, source);
        try
        {
            Network generator = ReadNetwork(archive, source, WeightsName, manifest.Generator);
            Network? discriminator = manifest.Discriminator is LayerGraph graph ? ReadNetwork(archive, source, DiscriminatorName, graph) : null;
            return new GeneratorModel(generator, manifest.ImageSize, discriminator, manifest.Provenance, manifest.Encoding);
        }
        catch (Exception e) when (e is GraphException or ArgumentException)
        {
            throw FileErrors.Damaged(source, Kind, e.Message, e);
        }
    }

    private static ModelManifest ReadManifest(CheckedZipArchive archive, string source)
    {
        string name = $"{source}/{ManifestName}";
        if (archive.LengthOf(ManifestName) > MaxManifestBytes)
            throw FileErrors.Damaged(source, Kind, FormattableString.Invariant($"expected a {ManifestName} of at most {MaxManifestBytes} bytes, but it has {archive.LengthOf(ManifestName)}."));
        byte[] json;
        using (Stream entry = archive.Open(ManifestName))
        {
            var reader = new BoundedReader(entry, name, Kind);
            json = reader.Read(archive.LengthOf(ManifestName), ManifestName);
            reader.ExpectEnd();
        }

        try
        {
            ModelManifestHead? head = JsonSerializer.Deserialize(json, ModelJsonContext.Default.ModelManifestHead);
            if (head?.Format != Format)
                throw FileErrors.Damaged(name, Kind, $"expected the format '{Format}', but it says '{head?.Format}'.");
            if (head.Version != Version)
            {
                throw new FormatException(FormattableString.Invariant(
                    $"'{source}' has version {head.Version} of the model format, but this library reads version {Version}. Update GanCompression, or save the model again with the version in use here."));
            }

            ModelManifest manifest = JsonSerializer.Deserialize(json, ModelJsonContext.Default.ModelManifest)!;
            if (manifest.Generator is null)
                throw FileErrors.Damaged(name, Kind, "it names no generator.");
            if (!Enum.IsDefined(manifest.Encoding))
                throw FileErrors.Damaged(name, Kind, $"expected an encoding such as {nameof(ImageEncoding.RgbSigned)}, but it says '{manifest.Encoding}'.");
            if (manifest.Provenance.IsDefault || manifest.Provenance.Any(stage => stage?.Stage is null || stage.Options is null || stage.Metrics is null))
                throw FileErrors.Damaged(name, Kind, "its provenance has an entry without a stage, options or metrics.");
            return manifest;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or NotSupportedException or ArgumentException)
        {
            throw FileErrors.Damaged(name, Kind, e.Message, e);
        }
    }

    private static Network ReadNetwork(CheckedZipArchive archive, string source, string name, LayerGraph graph)
    {
        string entryName = $"{source}/{name}";
        long maxBytes = graph.Parameters.Sum(parameter => parameter.Elements) * sizeof(double) + Slack;
        using Stream entry = archive.Open(name);
        WeightTable weights = Safetensors.Read(entry, entryName, maxBytes).Weights;
        try
        {
            return new Network(graph, weights);
        }
        catch (FormatException e)
        {
            throw FileErrors.Damaged(entryName, Kind, e.Message, e);
        }
    }
}
