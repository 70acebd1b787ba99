using System.Collections.Immutable;

namespace GanCompression;

/// <summary>The content of <c>model.json</c> in a model file: everything but the weights.</summary>
internal sealed record ModelManifest
{
    /// <summary>What the file is, so that any other JSON is recognised as foreign.</summary>
    public required string Format { get; init; }

    /// <summary>Version of the file format.</summary>
    public required int Version { get; init; }

    /// <summary>Height and width, in pixels, of the images the model was made for.</summary>
    public required int ImageSize { get; init; }

    /// <summary>How images are encoded.</summary>
    public required ImageEncoding Encoding { get; init; }

    /// <summary>The generator's graph.</summary>
    public required LayerGraph Generator { get; init; }

    /// <summary>The discriminator's graph; absent if the file has none.</summary>
    public LayerGraph? Discriminator { get; init; }

    /// <summary>The adaptors of distillation; absent if the file has none.</summary>
    public IReadOnlyList<AdaptorManifest>? Adaptors { get; init; }

    /// <summary>What made the model, oldest stage first.</summary>
    public ImmutableArray<StageRecord> Provenance { get; init; } = [];
}
