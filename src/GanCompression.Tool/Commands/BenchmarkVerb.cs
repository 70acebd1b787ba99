using System.CommandLine;
using GanCompression.MLNet;
using GanCompression.Tool.Benchmarking;
using GanCompression.Tool.Reporting;
using Microsoft.ML;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace GanCompression.Tool.Commands;

/// <summary><c>benchmark</c>: how fast models run on this machine, and beside other engines.</summary>
internal sealed class BenchmarkVerb : Verb
{
    private readonly Argument<string[]> _models = new("MODEL...") { Description = "One or more models (.gcm); they take turns.", Arity = new ArgumentArity(1, 1000) };
    private readonly Option<int?> _imageSize = OptionFactory.WholeNumber("--image-size", "Height and width of the image. Default: the size that each model was made for.", minimum: 1);
    private readonly Option<int[]?> _threads = OptionFactory.WholeNumbers("--threads", "Threads that work on one image; several numbers with commas between them are measured one beside the other. Default 1.", minimum: 1, maximum: 256);
    private readonly Option<int?> _rounds = OptionFactory.WholeNumber("--rounds", "How often each engine gets its turn; a turn is one run to warm up and one that counts.", minimum: 1, defaultValue: 20);
    private readonly Option<PeerKind[]?> _compare = OptionFactory.Words<PeerKind>("--compare", "Engines to run on the same graph and weights, with commas between them.");
    private readonly Option<bool> _layers = new("--layers") { Description = "Show each fused step: the layers that it covers, its time and its speed." };

    /// <summary>Creates the verb.</summary>
    public BenchmarkVerb()
        : base("benchmark", "Measure how fast models run on this machine, layer by layer and beside other engines.")
    {
        Add(_models);
        Add(_imageSize);
        Add(_threads);
        Add(_rounds);
        Add(_compare);
        Add(_layers);
    }

    /// <inheritdoc/>
    protected override void Execute(ParseResult arguments, ToolConsole console, CancellationToken cancellationToken)
    {
        GanCompressionCatalog gan = ToolContext.Create(console).GanCompression();
        var models = new List<BenchmarkedModel>();
        foreach (string path in arguments.GetValue(_models)!)
        {
            GeneratorModel model = gan.Model.LoadGenerator(path);
            int size = arguments.GetValue(_imageSize) ?? model.ImageSize;
            model.Generator.Graph.CheckImageSize(size, size);
            models.Add(new BenchmarkedModel(path, model.Generator, size));
        }

        var options = new InferenceOptions
        {
            Threads = arguments.GetValue(_threads) is { Length: > 0 } threads ? threads : [1],
            Rounds = arguments.GetValue(_rounds)!.Value,
            Peers = arguments.GetValue(_compare) ?? [],
            HasLayers = arguments.GetValue(_layers),
        };
        InferenceReport report = BenchmarkProgress.Run(console, progress => InferenceBenchmark.Run(models, options, progress, cancellationToken));
        console.Result(new BenchmarkResult(Name, report), () => BenchmarkTables.Render(report));
    }
}
