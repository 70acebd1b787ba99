namespace GanCompression.Training;

/// <summary>
/// Asks the scorer about few plans only. Plans within the budget are ranked by a quick score of few images; the better part is ranked
/// again on more images, and so on by successive halving (Jamieson and Talwalkar, AISTATS 2016, algorithm 1); the scorer judges those
/// that are left. In every round a part of the plans are not those that did best before, or random ones at the start, but those that
/// a model of all quick scores so far predicts to be best among all plans within the budget.
/// </summary>
/// <remarks>
/// The quick score is that of <see cref="SearchOptions.Ranking"/>: by default the kernel distance itself, which is unbiased however few
/// images it is of. On a supernet for façades of 128×128 pixels, 60 random plans at a twelfth of the teacher's cost, Spearman's rank
/// correlation of the kernel distance of 100 images with that of 4, 8, 16 and 32 was 0.63, 0.78, 0.90 and 0.92; with the distance to
/// the teacher's images in features it was 0.26 on 2 images and -0.16 on 32, and with that of pixels 0.19 and -0.22: where sub-networks
/// become better than their teacher, faithfulness to it says nothing. <see cref="RankComparison"/> measures it on a supernet of one's own;
/// where the correlation is low, raise <see cref="FirstImages"/> and <see cref="Finalists"/>.
/// On small trained supernets it finds what the published evolution finds, or comes close, with about a thirtieth of the images.
/// </remarks>
public sealed record BudgetedSearch : ISearchStrategy
{
    // Plans that are considered for proposal; more are drawn at random.
    private const int MaxConsidered = 100_000;

    // How often the model is fitted anew while a round is filled up with proposals.
    private const int FitsPerRound = 4;

    /// <summary>Plans of the first round.</summary>
    /// <value>Default 128; at least 1.</value>
    public int Candidates { get; init; } = 128;

    /// <summary>Images of the first round.</summary>
    /// <value>Default 16; at least 1. Where the search has fewer, all of them.</value>
    public int FirstImages { get; init; } = 16;

    /// <summary>From round to round so many times fewer plans and more images.</summary>
    /// <value>Default 2; from 2 to 100.</value>
    public int Reduction { get; init; } = 2;

    /// <summary>Plans that the scorer judges.</summary>
    /// <value>Default 48; at least 1.</value>
    public int Finalists { get; init; } = 48;

    /// <summary>Part of the plans of every round that the quick scores so far propose.</summary>
    /// <value>Default 0.5; at least 0, which is successive halving of random plans, and less than 1.</value>
    public double ProposedPart { get; init; } = 0.5;

    /// <inheritdoc/>
    public void Search(PlanEvaluator plans)
    {
        ArgumentNullException.ThrowIfNull(plans);
        var predictor = new PlanPredictor(plans.Space.Channels);
        IReadOnlyList<PricedPlan> considered = ProposedPart > 0 ? plans.FeasiblePlans(Math.Max(MaxConsidered, Candidates)) : [];
        int size = Candidates;
        IReadOnlyList<PricedPlan> left = plans.FeasiblePlans(Chosen(plans, size));
        for (long images = FirstImages; size > Finalists; images *= Reduction)
        {
            bool isLast = images >= plans.Images;
            List<PricedPlan> ranked = Rank(plans, predictor, considered, left, size, isLast ? plans.Images : (int)images);

            // Once all images have spoken, another round would say the same.
            if (isLast)
            {
                _ = plans.Scores([.. ranked.Take(Finalists)]);
                return;
            }

            size = Math.Max(Finalists, (ranked.Count + Reduction - 1) / Reduction);
            left = [.. ranked.Take(Chosen(plans, size))];
        }

        if (plans.SharesImages)
            left = Rank(plans, predictor, considered, left, size, plans.Images);
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
        if (!(ProposedPart is >= 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(ProposedPart), ProposedPart, FormattableString.Invariant($"ProposedPart must be at least 0 and less than 1, but was {ProposedPart}."));
    }

    /// <summary>
    /// Plans of a round that are not proposed in it. In the last round they are all of them where quick scores of all images would not
    /// make the scores cheaper.
    /// </summary>
    private int Chosen(PlanEvaluator plans, int size) => size <= Finalists && !plans.SharesImages ? size : size - (int)(size * ProposedPart);

    /// <summary>Judges plans on some images, and proposals until there are as many as the round has room for; best first.</summary>
    private static List<PricedPlan> Rank(
        PlanEvaluator plans, PlanPredictor predictor, IReadOnlyList<PricedPlan> considered, IReadOnlyList<PricedPlan> chosen, int size, int images)
    {
        var judged = new List<(PricedPlan Plan, double Score)>(size);
        HashSet<ChannelPlan> taken = [];
        int batch = Math.Max(1, (size - chosen.Count + FitsPerRound - 1) / FitsPerRound);
        for (IReadOnlyList<PricedPlan> next = chosen; next.Count > 0; next = predictor.BestOf(considered.Where(plan => !taken.Contains(plan.Plan)), Math.Min(batch, size - judged.Count)))
        {
            double[] scores = plans.QuickScores(next, images);
            for (int i = 0; i < scores.Length; i++)
            {
                judged.Add((next[i], scores[i]));
                _ = taken.Add(next[i].Plan);
                predictor.Learn(next[i].Plan, scores[i], images);
            }
        }

        return [.. judged.OrderBy(pair => pair.Score).Select(pair => pair.Plan)];
    }
}
