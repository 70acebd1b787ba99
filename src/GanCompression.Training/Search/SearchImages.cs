using GanCompression.Runtime;

namespace GanCompression.Training;

/// <summary>The images of a search, and the teacher.</summary>
internal sealed class SearchImages
{
    private readonly RgbImage[] _sources;
    private readonly RgbImage[] _targets;
    private readonly CompiledNetwork _teacher;

    /// <param name="teacher">The teacher's generator.</param>
    /// <param name="data">Pairs, or unpaired images, of which there may be fewer or more targets than sources.</param>
    /// <param name="maxImages">How many sources and targets to take at most: the first ones.</param>
    /// <param name="height">Height of the middle part that is taken.</param>
    /// <param name="width">Width of the middle part that is taken.</param>
    public SearchImages(Network teacher, IImageSource data, int maxImages, int height, int width)
    {
        Height = height;
        Width = width;
        var source = new byte[3 * data.Height * data.Width];
        var target = new byte[source.Length];
        if (data is IUnpairedImageSource sets)
        {
            _sources = new RgbImage[Math.Min(maxImages, sets.SourceCount)];
            _targets = new RgbImage[Math.Min(maxImages, sets.TargetCount)];
            for (int i = 0; i < _sources.Length; i++)
            {
                sets.ReadSource(i, source);
                _sources[i] = Middle(source);
            }

            for (int i = 0; i < _targets.Length; i++)
            {
                sets.ReadTarget(i, target);
                _targets[i] = Middle(target);
            }
        }
        else
        {
            _sources = new RgbImage[Math.Min(maxImages, data.Count)];
            _targets = new RgbImage[_sources.Length];
            for (int i = 0; i < _sources.Length; i++)
            {
                ((IImagePairSource)data).Read(i, source, target);
                _sources[i] = Middle(source);
                _targets[i] = Middle(target);
            }
        }

        _teacher = CompiledNetwork.Compile(teacher, height, width);

        RgbImage Middle(byte[] pixels) =>
            new RgbImage(data.Width, data.Height, pixels).Crop((data.Width - width) / 2, (data.Height - height) / 2, width, height);
    }

    public int Height { get; }

    public int Width { get; }

    public int Count => _sources.Length;

    /// <summary>What sub-networks should make, or examples of it where images are unpaired; always the same list.</summary>
    public IReadOnlyList<RgbImage> Targets => _targets;

    /// <summary>A source as a network sees it: 3 × height × width values.</summary>
    public void ReadSource(int index, float[] planes) => _sources[index].ToPlanes(planes);

    /// <summary>Runs the teacher on the images from <paramref name="first"/> to before <paramref name="end"/>; the array is used again for the next one. Not thread-safe.</summary>
    public void RunTeacher(int first, int end, Action<float[]> take, CancellationToken cancellationToken)
    {
        var source = new float[3 * Height * Width];
        var image = new float[source.Length];
        for (int i = first; i < end; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ReadSource(i, source);
            _teacher.Run(source, image);
            take(image);
        }
    }
}
