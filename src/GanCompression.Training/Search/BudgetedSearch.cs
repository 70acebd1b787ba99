namespace GanCompression.Training;

/// <summary>
/// Asks the scorer about few plans only. Plans within the budget, taken at random, are ranked by a quick score of few images; the
/// better part is ranked again on more images, and so on by successive halving (Jamieson and Talwalkar, AISTATS 2016, algorithm 1);
/// the scorer judges those that are left.
/// </summary>
/// <remarks>
/// The quick score is that of <see cref="SearchOptions.Ranking"/>: by default the kernel distance itself, which is unbiased however few
/// images it is of. On a supernet for façades of 128×128 pixels, 60 random plans at a twelfth of the teacher's cost, Spearman's rank
/// correlation of the kernel distance of 100 images with that of 4, 8, 16 and 32 was 0.63, 0.78, 0.90 and 0.92; with the distance to
/// the teacher's images in features it was 0.26 on 2 images and -0.16 on 32, and with that of pixels 0.19 and -0.22: where sub-networks
/// become better than their teacher, faithfulness to it says nothing. <see cref="RankComparison"/> measures it on a supernet of one's own;
/// where the correlation is low, raise <see cref="FirstImages"/> and <see cref="Finalists"/>.
/// </remarks>
public sealed record BudgetedSearch : ISearchStrategy
{
    /// <summary>Plans at the start.</summary>
    /// <value>Default 256; at least 1.</value>
    public int Candidates { get; init; } = 256;

    /// <summary>Images of the first round.</summary>
    /// <value>Default 8; at least 1. Where the search has fewer, all of them.</value>
    public int FirstImages { get; init; } = 8;

    /// <summary>From round to round so many times fewer plans and more images.</summary>
    /// <value>Default 4; from 2 to 100.</value>
    public int Reduction { get; init; } = 4;

    /// <summary>Plans that the scorer judges.</summary>
    /// <value>Default 16; at least 1.</value>
    public int Finalists { get; init; } = 16;

    /// <inheritdoc/>
    public void Search(PlanEvaluator plans)
    {
        ArgumentNullException.ThrowIfNull(plans);
        IReadOnlyList<PricedPlan> left = plans.FeasiblePlans(Candidates);
        long images = FirstImages;
        while (left.Count > Finalists)
        {
            double[] scores = plans.QuickScores(left, (int)Math.Min(images, plans.Images));

            // Once all images have spoken, another round would say the same.
            bool isLast = images >= plans.Images;
            int kept = isLast ? Finalists : Math.Max(Finalists, (left.Count + Reduction - 1) / Reduction);
            left = [.. left.Zip(scores).OrderBy(pair => pair.Second).Take(kept).Select(pair => pair.First)];
            images *= Reduction;
        }

        _ = plans.Scores(left);
    }

    /// <inheritdoc/>
    public void Validate()
    {
        SearchOptions.AtLeast(nameof(Candidates), Candidates, 1);
        SearchOptions.AtLeast(nameof(FirstImages), FirstImages, 1);
        SearchOptions.AtLeast(nameof(Reduction), Reduction, 2);
        if (Reduction > 100)
            throw new ArgumentOutOfRangeException(nameof(Reduction), Reduction, FormattableString.Invariant($"Reduction must be at most 100, but was {Reduction}."));
        SearchOptions.AtLeast(nameof(Finalists), Finalists, 1);
    }
}
