using System.CommandLine;
using GanCompression.MLNet;
using GanCompression.Quality;
using GanCompression.Tool.Reporting;
using Microsoft.ML;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace GanCompression.Tool.Commands;

/// <summary><c>evaluate</c>: how close the images of models come to their targets.</summary>
internal sealed class EvaluateVerb : Verb
{
    private readonly Argument<string[]> _paths = new("MODEL... DIR") { Description = "One or more models (.gcm), then the folder of image pairs; its subfolder test, else val, is used if there is one. With --unpaired: folder with testA and testB, else valA and valB, else trainA and trainB.", Arity = new ArgumentArity(2, 1000) };
    private readonly PairOptionSet _pairs;
    private readonly Option<string?> _features = OptionFactory.Features("for the Fréchet and kernel distances", FeatureWeights.ResNet18);

    /// <summary>Creates the verb.</summary>
    public EvaluateVerb()
        : base("evaluate", "Measure how close the images of models come to their targets.")
    {
        Add(_paths);
        _pairs = new PairOptionSet(this, defaultImageSize: null, hasLoadSize: false, hasUnpaired: true);
        Add(_features);
    }

    /// <inheritdoc/>
    protected override void Execute(ParseResult arguments, ToolConsole console, CancellationToken cancellationToken)
    {
        string[] paths = arguments.GetValue(_paths)!;
        bool isUnpaired = _pairs.IsUnpaired(arguments);
        string folder = isUnpaired ? paths[^1] : PairedFolder.ForEvaluation(paths[^1]);
        MLContext context = ToolContext.Create(console);
        GanCompressionCatalog gan = context.GanCompression();
        List<GeneratorModel> models = [.. paths[..^1].Select(gan.Model.LoadGenerator)];
        IFeatureExtractor extractor = FeatureWeights.Load(arguments.GetValue(_features) ?? FeatureWeights.ResNet18);

        var evaluated = new List<EvaluatedModel>();
        for (int i = 0; i < models.Count; i++)
        {
            int size = _pairs.ImageSize(arguments) ?? models[i].ImageSize;
            IDataView images = isUnpaired
                ? gan.Data.LoadUnpairedImages(folder, size, _pairs.Direction(arguments), PairedFolder.SplitForEvaluation(folder))
                : gan.Data.LoadPairedImages(folder, size, _pairs.Direction(arguments));
            using GeneratorApplyingTransformer transformer = gan.Transforms.ApplyGenerator("Generated", models[i], "Source").Fit(images);
            console.Say($"Evaluating '{paths[i]}' on the images of '{folder}' …");
            GeneratorMetrics metrics = gan.Evaluate(transformer.Transform(images), featureExtractor: extractor, cancellationToken: cancellationToken);
            evaluated.Add(new EvaluatedModel(ModelSummary.Of(paths[i], models[i], size), QualityReport.Of(metrics.Quality)));
        }

        console.Result(new EvaluateResult(Name, folder, evaluated), () => [Render(evaluated)]);
    }

    private static Table Render(List<EvaluatedModel> models)
    {
        Table table = ResultTables.Columns(["", .. models.Select(model => model.Model.File)]);
        Add("Multiply-adds", model => FigureText.Count(model.Model.MultiplyAdds));
        Add("Parameters", model => FigureText.Count(model.Model.Parameters));
        Add("Images", model => FormattableString.Invariant($"{model.Quality.Images}"));
        Add(models[0].Quality.KernelDistanceName, model => $"{FigureText.Number(model.Quality.KernelDistance)} ± {FigureText.Number(model.Quality.KernelDistanceStandardError)}");
        Add(models[0].Quality.FrechetDistanceName, model => FigureText.Number(model.Quality.FrechetDistance));
        if (models.All(model => double.IsNaN(model.Quality.L1)))
            return table;
        Add("SSIM", model => FigureText.Number(model.Quality.Ssim));
        Add("PSNR (dB)", model => FigureText.Number(model.Quality.Psnr));
        Add("L1", model => FigureText.Number(model.Quality.L1));
        return table;

        void Add(string name, Func<EvaluatedModel, string> value) => table.Row([name, .. models.Select(value)]);
    }
}
