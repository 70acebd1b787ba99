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

    /// <summary>Loads a supernet.</summary>
    /// <exception cref="InvalidOperationException">It is none.</exception>
    public static GeneratorModel LoadSupernet(GanCompressionCatalog gan, string path)
    {
        GeneratorModel model = gan.Model.LoadGenerator(path);
        return IsSupernet(model)
            ? model
            : throw new InvalidOperationException($"'{path}' is no supernet: its last stage is {(model.Provenance.IsEmpty ? "unknown" : model.Provenance[^1].Stage)}. Give a model that 'gancompress supernet' made.");
    }

    private static bool IsSupernet(GeneratorModel model) => !model.Provenance.IsEmpty && model.Provenance[^1].Stage == Stage;
}
