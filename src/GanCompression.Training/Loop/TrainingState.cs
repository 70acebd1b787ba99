namespace GanCompression.Training;

/// <summary>Where a run stands, apart from weights and optimisers. Randomness has no state: it follows from seed and position.</summary>
internal sealed class TrainingState(int losses)
{
    /// <summary>Finished steps.</summary>
    public long Step { get; set; }

    /// <summary>Sums of the losses over the steps of the current epoch.</summary>
    public double[] EpochSums { get; } = new double[losses];

    /// <summary>Steps in those sums.</summary>
    public long EpochSteps { get; set; }

    /// <summary>Time spent, earlier runs included.</summary>
    public TimeSpan Elapsed { get; set; }
}
