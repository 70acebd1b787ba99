using Microsoft.ML;

namespace GanCompression.MLNet.Training;

/// <summary>What the options of every stage say besides those of what it runs.</summary>
internal interface IStageOptions
{
    /// <summary>Name of the column of generated images.</summary>
    string OutputColumnName { get; }

    /// <summary>Name of the column of images to translate.</summary>
    string SourceColumnName { get; }

    /// <summary>Name of the column of what they should be translated to.</summary>
    string TargetColumnName { get; }

    /// <summary>Memory for the images, in bytes.</summary>
    long MemoryBudgetBytes { get; }

    /// <summary>Whether the target of a row has nothing to do with its source; null to find out.</summary>
    bool? IsUnpaired { get; }

    /// <summary>What to do about unpaired images where <see cref="IsUnpaired"/> is false.</summary>
    string UnpairedCure => Pairing.UnpairedCure;

    /// <summary>Generators of earlier stages that the stage needs; the first one tells, if nothing else does, whether the images are unpaired.</summary>
    IEnumerable<ModelColumn> Models => [];

    /// <summary>Images to use in place of those of the data that is fitted to; null for those.</summary>
    IDataView? OtherImages => null;

    /// <summary>Height and width of the part of each image that is used; null for whole images.</summary>
    int? ImageSize { get; }

    /// <summary>Seed of everything random.</summary>
    long? Seed { get; set; }

    /// <summary>Ends the stage.</summary>
    CancellationToken CancellationToken { get; }

    /// <summary>Throws unless every option is in its range.</summary>
    void Validate();

    /// <summary>A copy that later changes to this object do not touch.</summary>
    IStageOptions Copy();
}
