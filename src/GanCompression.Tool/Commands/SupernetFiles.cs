using GanCompression.MLNet;
using Microsoft.ML;

namespace GanCompression.Tool.Commands;

/// <summary>Keeps teachers and supernets, which are both models in files, apart.</summary>
internal static class SupernetFiles
{
    private const string Stage = "Supernet";

    /// <summary>Loads a teacher.</summary>
    /// <exception cref="InvalidOperationException">It is a supernet.</exception>
    public static GeneratorModel LoadTeacher(GanCompressionCatalog gan, string path)
    {
        GeneratorModel model = gan.Model.LoadGenerator(path);
        return IsSupernet(model)
            ? throw new InvalidOperationException($"'{path}' is a supernet, which was trained to be searched, not the teacher; give the model that it was trained from.")
            : model;
    }

    /// <summary>Whether a model was trained to be searched.</summary>
    public static bool IsSupernet(GeneratorModel model) => !model.Provenance.IsEmpty && model.Provenance[^1].Stage == Stage;
}
