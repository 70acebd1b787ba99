using System.Collections.Immutable;
using GanCompression.Tool.Reporting;

namespace GanCompression.Tool.Commands;

/// <summary>A model file in figures.</summary>
internal sealed record ModelSummary
{
    /// <summary>The file.</summary>
    public required string File { get; init; }

    /// <summary>Its size in bytes.</summary>
    public required long FileBytes { get; init; }

    /// <summary>Architecture of the generator.</summary>
    public required string Architecture { get; init; }

    /// <summary>Base width or channel plan; empty for another kind of network.</summary>
    public required string Channels { get; init; }

    /// <summary>Height and width, in pixels, of the images that it was made for.</summary>
    public required int ImageSize { get; init; }

    /// <summary>Height and width, in pixels, of the image that the figures below are for.</summary>
    public required int CostImageSize { get; init; }

    /// <summary>Multiply-adds per image by the published rule.</summary>
    public required long MultiplyAdds { get; init; }

    /// <summary>Multiply-adds per image that the convolutions need.</summary>
    public required long ExactMultiplyAdds { get; init; }

    /// <summary>Trainable parameters of the generator.</summary>
    public required long Parameters { get; init; }

    /// <summary>Whether the file also holds the discriminator.</summary>
    public required bool HasDiscriminator { get; init; }

    /// <summary>What made the model, oldest stage first.</summary>
    public required ImmutableArray<StageRecord> Provenance { get; init; }

    /// <summary>Summarises a model that lies in a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="model">What it holds.</param>
    /// <param name="costImageSize">Image size for the cost; null for the model's own.</param>
    public static ModelSummary Of(string path, GeneratorModel model, int? costImageSize = null)
    {
        int size = costImageSize ?? model.ImageSize;
        model.Generator.Graph.CheckImageSize(size, size);
        var cost = ComputeCost.Of(model.Generator.Graph, size, size);
        return new ModelSummary
        {
            File = path,
            FileBytes = new FileInfo(path).Length,
            Architecture = model.Generator.Graph.Architecture,
            Channels = ChannelSummary.Of(model.Generator.Graph),
            ImageSize = model.ImageSize,
            CostImageSize = size,
            MultiplyAdds = cost.MultiplyAdds,
            ExactMultiplyAdds = cost.ExactMultiplyAdds,
            Parameters = cost.Parameters,
            HasDiscriminator = model.Discriminator is not null,
            Provenance = model.Provenance,
        };
    }
}
