namespace GanCompression.MLNet;

/// <summary>Checks that a generator turns pictures into pictures.</summary>
internal static class ImageGenerators
{
    private const int Channels = 3;

    /// <summary>The model, if it takes and makes red, green and blue planes.</summary>
    /// <exception cref="ArgumentException">It does not.</exception>
    public static GeneratorModel Checked(GeneratorModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        LayerGraph graph = model.Generator.Graph;
        return graph.Inputs[0].Channels == Channels && graph.OutputChannels == Channels
            ? model
            : throw new ArgumentException(FormattableString.Invariant(
                $"The generator '{graph.Architecture}' takes {graph.Inputs[0].Channels} channels and makes {graph.OutputChannels}; image columns need {Channels} and {Channels}."), nameof(model));
    }
}
