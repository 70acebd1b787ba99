namespace GanCompression.Training;

/// <summary>Judges the images of a sub-network against those they should equal. Must be safe for use by several threads.</summary>
public interface IPlanScorer
{
    /// <summary>Says what the scores are. Equal names promise equal scores: interrupted searches are continued by it.</summary>
    string Name { get; }

    /// <summary>Judges a set of images.</summary>
    /// <param name="generated">What the sub-network made.</param>
    /// <param name="targets">What it should have made, in the same order; for unpaired images examples of it, as many as there are. The same list for every sub-network of a search.</param>
    /// <returns>A finite number; lower is better.</returns>
    double Score(IReadOnlyList<RgbImage> generated, IReadOnlyList<RgbImage> targets);
}
