namespace GanCompression.Training;

/// <summary>Holds images back, evenly spaced.</summary>
internal static class HeldOutImages
{
    /// <summary>Splits a source.</summary>
    /// <param name="source">Pairs, or two sets that are split each by itself.</param>
    /// <param name="heldOut">How many of so many to hold back; 0 to have all of them in both parts.</param>
    public static (IImageSource Training, IImageSource HeldOut) Split(IImageSource source, Func<int, int> heldOut)
    {
        if (source is IUnpairedImageSource sets)
        {
            (int[] trainingSources, int[] heldSources) = Indices(sets.SourceCount, heldOut(sets.SourceCount));
            (int[] trainingTargets, int[] heldTargets) = Indices(sets.TargetCount, heldOut(sets.TargetCount));
            return (new UnpairedImageSubset(sets, trainingSources, trainingTargets), new UnpairedImageSubset(sets, heldSources, heldTargets));
        }

        var pairs = (IImagePairSource)source;
        (int[] training, int[] held) = Indices(pairs.Count, heldOut(pairs.Count));
        return (new ImagePairSubset(pairs, training), new ImagePairSubset(pairs, held));
    }

    private static (int[] Training, int[] HeldOut) Indices(int count, int heldOut)
    {
        int[] all = [.. Enumerable.Range(0, count)];
        if (heldOut == 0)
            return (all, all);
        int[] held = [.. Enumerable.Range(0, heldOut).Select(i => (int)((2L * i + 1) * count / (2L * heldOut)))];
        return ([.. all.Except(held)], held);
    }
}
