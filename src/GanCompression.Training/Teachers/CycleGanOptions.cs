namespace GanCompression.Training;

/// <summary>
/// Options of <see cref="CycleGanTeacher"/>, with the published defaults (Zhu et al., ICCV 2017, §4 and §7.1). The reconstruction loss
/// is cycle consistency: the distance between an image and what comes back when it is translated there and back.
/// </summary>
public class CycleGanOptions : TeacherOptions
{
    /// <summary>Creates options with the published defaults.</summary>
    public CycleGanOptions()
    {
        MaxEpochs = 200;
        BatchSize = 1;
        GanLoss = GanLoss.LeastSquares;
        ReconstructionWeight = 10;
        DiscriminatorWidth = 64;
    }

    /// <summary>Weight of the cycle that begins and ends with target images; <see cref="TrainingOptions.ReconstructionWeight"/> is that of source images.</summary>
    /// <value>Default null: the same for both. Otherwise at least 0.</value>
    public double? TargetReconstructionWeight { get; set; }

    /// <summary>Weight, as a part of the weight of the cycle, of the distance between an image that needs no translation and what is made of it (§5.2).</summary>
    /// <value>Default 0.5; at least 0. With 0 it is not computed.</value>
    public double IdentityWeight { get; set; } = 0.5;

    /// <summary>Earlier generated images of each kind that are kept, from which the discriminators learn every other time (§4, Training details).</summary>
    /// <value>Default 50; from 0, for none, to 10000.</value>
    public int PoolSize { get; set; } = 50;

    internal double TargetReconstructionWeightOrDefault => TargetReconstructionWeight ?? ReconstructionWeight;

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        Weight(nameof(TargetReconstructionWeight), TargetReconstructionWeightOrDefault);
        Weight(nameof(IdentityWeight), IdentityWeight);
        Between(nameof(PoolSize), PoolSize, 0, 10_000);
    }

    internal override SortedDictionary<string, string> Describe()
    {
        SortedDictionary<string, string> options = base.Describe();
        options[nameof(TargetReconstructionWeight)] = Text(TargetReconstructionWeightOrDefault);
        options[nameof(IdentityWeight)] = Text(IdentityWeight);
        options[nameof(PoolSize)] = Text(PoolSize);
        return options;
    }
}
