using System.Text.Json;

namespace GanCompression.Quality.Tests.Features;

/// <summary>Features computed with PyTorch by reference_features.py, and the weights that they were computed with.</summary>
internal sealed record ReferenceFeatures(int Step, double Mean, double Deviation, float[] Values)
{
    internal static RgbImage Image => TestImages.Photo("photo", 45, 67);

    internal static ReferenceFeatures Load(string name)
    {
        using Stream stream = typeof(ReferenceFeatures).Assembly.GetManifestResourceStream("reference_features.json")!;
        using JsonDocument document = JsonDocument.Parse(stream);
        JsonElement entry = document.RootElement.GetProperty(name);
        return new ReferenceFeatures(
            entry.GetProperty("step").GetInt32(), entry.GetProperty("mean").GetDouble(), entry.GetProperty("deviation").GetDouble(),
            [.. entry.GetProperty("values").EnumerateArray().Select(v => v.GetSingle())]);
    }

    /// <summary>Weights that keep the size of rectified values through many layers.</summary>
    internal static WeightTable Weights(LayerGraph graph) => new(graph.Parameters.Select(spec =>
    {
        (double amplitude, double offset) = spec.Name[(spec.Name.LastIndexOf('.') + 1)..] switch
        {
            "bias" or "running_mean" => (0.1, 0.0),
            "running_var" => (0.5, 1.0),
            _ when spec.Shape.Length == 1 => (0.5, 1.0),
            _ => (Math.Sqrt(6.0 * spec.Shape[0] / spec.Elements), 0.0),
        };
        return KeyValuePair.Create(spec.Name, WeightTensor.FromFloats(DeterministicFill.Symmetric("w:" + spec.Name, spec.Elements, amplitude, offset), spec.Shape.AsSpan()));
    }));

    /// <summary>All features agree with the reference to a part of their spread.</summary>
    internal void AssertMatches(IFeatureExtractor extractor, double tolerance)
    {
        var features = new float[extractor.Dimension];
        extractor.Extract(Image, features);
        var sampled = new float[Values.Length];
        for (int i = 0; i < sampled.Length; i++)
            sampled[i] = features[i * Step];
        AssertEx.Close(Values, sampled, tolerance * Deviation, extractor.Name);
        AssertEx.Close(Mean, features.Average(v => (double)v), tolerance * Deviation, "Mean of all features");
    }
}
