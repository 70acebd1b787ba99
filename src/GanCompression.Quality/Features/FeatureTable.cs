namespace GanCompression.Quality;

/// <summary>Feature vectors of a set of images, one row per image, in one block of memory.</summary>
public sealed class FeatureTable
{
    private float[] _values;

    /// <summary>Creates an empty table.</summary>
    /// <param name="dimension">Length of every row, at least 1.</param>
    public FeatureTable(int dimension)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        Dimension = dimension;
        _values = [];
    }

    /// <summary>Length of every row.</summary>
    public int Dimension { get; }

    /// <summary>Number of rows.</summary>
    public int Count { get; private set; }

    /// <summary>The features of one image.</summary>
    /// <param name="index">Number of the row, from 0.</param>
    public ReadOnlySpan<float> this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            return _values.AsSpan(index * Dimension, Dimension);
        }
    }

    /// <summary>Appends a copy of one image's features.</summary>
    /// <param name="features"><see cref="Dimension"/> finite values.</param>
    /// <exception cref="ArgumentException">The length differs, or a value is not finite.</exception>
    public void Add(ReadOnlySpan<float> features)
    {
        if (features.Length != Dimension)
            throw new ArgumentException(FormattableString.Invariant($"A row of this feature table has {Dimension} values, but {features.Length} came."), nameof(features));
        CheckFinite(features, Count);

        int needed = checked((Count + 1) * Dimension);
        if (needed > _values.Length)
            Array.Resize(ref _values, Math.Max(needed, (int)Math.Min(Array.MaxLength, 2L * _values.Length)));
        features.CopyTo(_values.AsSpan(Count * Dimension));
        Count++;
    }

    /// <summary>Throws unless all features of an image are finite.</summary>
    internal static void CheckFinite(ReadOnlySpan<float> features, int image)
    {
        for (int i = 0; i < features.Length; i++)
        {
            if (!float.IsFinite(features[i]))
            {
                throw new ArgumentException(FormattableString.Invariant(
                    $"Feature {i} of image {image} is {features[i]}; features must be finite. The weights of the feature extractor may be damaged."), nameof(features));
            }
        }
    }

    /// <summary>Throws unless two tables can be compared.</summary>
    internal static void CheckComparable(string metric, FeatureTable a, FeatureTable b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        if (a.Dimension != b.Dimension)
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"The {metric} compares features of one length, but they have {a.Dimension} and {b.Dimension} values. Use the same feature extractor for both sets."), nameof(b));
        }

        if (a.Count < 2 || b.Count < 2)
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"The {metric} needs at least 2 images in each set, but the sets have {a.Count} and {b.Count}."), a.Count < 2 ? nameof(a) : nameof(b));
        }
    }
}
