namespace GanCompression.Training;

/// <summary>Decides which sub-networks a search judges. Must not change while it searches.</summary>
public interface ISearchStrategy
{
    /// <summary>Judges plans; what was judged, and how, becomes the result of the search.</summary>
    /// <param name="plans">The plans and the means to judge them.</param>
    void Search(PlanEvaluator plans);

    /// <summary>Throws unless every setting is in its range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    void Validate();
}
