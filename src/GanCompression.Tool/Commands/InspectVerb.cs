using System.CommandLine;
using System.Collections.Immutable;
using GanCompression.MLNet;
using GanCompression.Tool.Reporting;
using Microsoft.ML;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace GanCompression.Tool.Commands;

/// <summary><c>inspect</c>: what a model is, what it costs layer by layer, and what made it.</summary>
internal sealed class InspectVerb : Verb
{
    private readonly Argument<string> _model = new("MODEL") { Description = "The model, a .gcm file." };
    private readonly Option<int?> _imageSize = OptionFactory.WholeNumber("--image-size", "Height and width of the image that the cost is for. Default: the size that the model was made for.", minimum: 1);

    /// <summary>Creates the verb.</summary>
    public InspectVerb()
        : base("inspect", "Show what a model is, what it costs layer by layer, and what made it.")
    {
        Add(_model);
        Add(_imageSize);
    }

    /// <inheritdoc/>
    protected override void Execute(ParseResult arguments, ToolConsole console, CancellationToken cancellationToken)
    {
        string path = arguments.GetValue(_model)!;
        GeneratorModel model = ToolContext.Create(console).GanCompression().Model.LoadGenerator(path);
        ModelSummary summary = ModelSummary.Of(path, model, arguments.GetValue(_imageSize));
        ImmutableArray<LayerCost> layers = ComputeCost.Of(model.Generator.Graph, summary.CostImageSize, summary.CostImageSize).Layers;
        console.Result(new InspectResult(Name, summary, layers), () => Render(summary, layers));
    }

    private static IEnumerable<IRenderable> Render(ModelSummary summary, ImmutableArray<LayerCost> layers)
    {
        yield return ResultTables.Summary(summary);
        Table table = ResultTables.Columns("Layer", "Kind", "Output", "Multiply-adds", "Exact", "Parameters", "Share");
        foreach (LayerCost layer in layers.Where(layer => layer.MultiplyAdds > 0 || layer.Parameters > 0))
        {
            table.Row(layer.Node, layer.Kind, layer.Output.ToString(), FigureText.Exact(layer.MultiplyAdds), FigureText.Exact(layer.ExactMultiplyAdds), FigureText.Exact(layer.Parameters),
                FormattableString.Invariant($"{100.0 * layer.MultiplyAdds / Math.Max(1, summary.MultiplyAdds):0.0} %"));
        }

        table.Row("total", "", "", FigureText.Exact(summary.MultiplyAdds), FigureText.Exact(summary.ExactMultiplyAdds), FigureText.Exact(summary.Parameters), "");
        yield return table;
        foreach (IRenderable part in ResultTables.Provenance(summary))
            yield return part;
    }
}
