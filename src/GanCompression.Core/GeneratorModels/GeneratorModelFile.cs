using System.Collections.Immutable;
using System.IO.Compression;
using System.Text.Json;

namespace GanCompression;

/// <summary>
/// The <c>.gcm</c> format: a zip archive of stored entries. <c>model.json</c> says what the model is; <c>weights.safetensors</c>
/// and, where there are a discriminator and adaptors, <c>discriminator.safetensors</c> and <c>adaptors.safetensors</c> hold the values,
/// which are streamed.
/// </summary>
internal static class GeneratorModelFile
{
    private const string Kind = "generator model (.gcm)";
    private const string Format = "gancompression.generator";
    private const int Version = 1;
    private const string ManifestName = "model.json";
    private const string WeightsName = "weights.safetensors";
    private const string DiscriminatorName = "discriminator.safetensors";
    private const string AdaptorsName = "adaptors.safetensors";
    private const long MaxManifestBytes = 1 << 26;

    // Batch counters and the like, which checkpoints carry beside what the graph asks for.
    private const long Slack = 1 << 20;

    public static void Write(Stream stream, GeneratorModel model, bool includeDiscriminator)
    {
        Network? discriminator = includeDiscriminator ? model.Discriminator : null;
        ImmutableArray<FeatureAdaptor> adaptors = includeDiscriminator ? model.Adaptors : [];
        var manifest = new ModelManifest
        {
            Format = Format,
            Version = Version,
            ImageSize = model.ImageSize,
            Encoding = model.Encoding,
            Generator = model.Generator.Graph,
            Discriminator = discriminator?.Graph,
            Adaptors = adaptors.IsEmpty ? null : [.. adaptors.Select(adaptor => new AdaptorManifest(adaptor.StudentNode, adaptor.TeacherNode, adaptor.Network.Graph))],
            Provenance = model.Provenance,
        };
        using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        CheckedZipArchive.Add(archive, ManifestName, entry => JsonSerializer.Serialize(entry, manifest, ModelJsonContext.Default.ModelManifest));
        CheckedZipArchive.Add(archive, WeightsName, entry => Safetensors.Write(entry, model.Generator.Weights));
        if (discriminator is not null)
            CheckedZipArchive.Add(archive, DiscriminatorName, entry => Safetensors.Write(entry, discriminator.Weights));
        if (!adaptors.IsEmpty)
            CheckedZipArchive.Add(archive, AdaptorsName, entry => Safetensors.Write(entry, new WeightTable(adaptors.SelectMany((adaptor, i) => adaptor.Network.Weights.Select(weight => Indexed(weight.Key, i, weight.Value))))));
    }

    public static GeneratorModel Read(Stream stream, string source)
    {
        using var archive = new CheckedZipArchive(stream, source, Kind);
        ModelManifest manifest = ReadManifest(archive, source);
        try
        {
            Network generator = ReadNetwork(archive, source, WeightsName, manifest.Generator);
            Network? discriminator = manifest.Discriminator is LayerGraph graph ? ReadNetwork(archive, source, DiscriminatorName, graph) : null;
            IReadOnlyList<FeatureAdaptor> adaptors = manifest.Adaptors is { Count: > 0 } named ? ReadAdaptors(archive, source, named) : [];
            return new GeneratorModel(generator, manifest.ImageSize, discriminator, manifest.Provenance, manifest.Encoding, adaptors);
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
            if (manifest.Adaptors?.Any(adaptor => adaptor?.Student is null || adaptor.Teacher is null || adaptor.Graph is null) == true)
                throw FileErrors.Damaged(name, Kind, "it names an adaptor without its two nodes or its graph.");
            return manifest;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or NotSupportedException or ArgumentException)
        {
            throw FileErrors.Damaged(name, Kind, e.Message, e);
        }
    }

    private static Network ReadNetwork(CheckedZipArchive archive, string source, string name, LayerGraph graph)
    {
        WeightTable weights = ReadWeights(archive, source, name, [graph]);
        return Join(source, name, graph, weights);
    }

    private static FeatureAdaptor[] ReadAdaptors(CheckedZipArchive archive, string source, IReadOnlyList<AdaptorManifest> named)
    {
        WeightTable all = ReadWeights(archive, source, AdaptorsName, named.Select(adaptor => adaptor.Graph));
        return [.. named.Select((adaptor, i) =>
        {
            string prefix = Prefix(i);
            var own = new WeightTable(all.Where(entry => entry.Key.StartsWith(prefix, StringComparison.Ordinal)).Select(entry => new KeyValuePair<string, WeightTensor>(entry.Key[prefix.Length..], entry.Value)));
            return new FeatureAdaptor(adaptor.Student, adaptor.Teacher, Join(source, AdaptorsName, adaptor.Graph, own));
        })];
    }

    private static WeightTable ReadWeights(CheckedZipArchive archive, string source, string name, IEnumerable<LayerGraph> graphs)
    {
        long maxBytes = graphs.Sum(graph => graph.Parameters.Sum(parameter => parameter.Elements)) * sizeof(double) + Slack;
        using Stream entry = archive.Open(name);
        return Safetensors.Read(entry, $"{source}/{name}", maxBytes).Weights;
    }

    private static Network Join(string source, string name, LayerGraph graph, WeightTable weights)
    {
        try
        {
            return new Network(graph, weights);
        }
        catch (FormatException e)
        {
            throw FileErrors.Damaged($"{source}/{name}", Kind, e.Message, e);
        }
    }

    private static KeyValuePair<string, WeightTensor> Indexed(string name, int index, WeightTensor weight) => new(Prefix(index) + name, weight);

    private static string Prefix(int index) => FormattableString.Invariant($"{index}.");
}
