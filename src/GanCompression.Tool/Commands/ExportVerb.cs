using System.CommandLine;
using GanCompression.MLNet;
using GanCompression.Tool.Reporting;
using Microsoft.ML;

namespace GanCompression.Tool.Commands;

/// <summary><c>export</c>: the weights of a model for other libraries.</summary>
internal sealed class ExportVerb : Verb
{
    private readonly Argument<string> _model = new("MODEL") { Description = "The model, a .gcm file." };
    private readonly Option<CheckpointFormat?> _format = OptionFactory.Choice<CheckpointFormat>("--format", "Pth is a state_dict that torch.load reads. Default: by the ending of the output's name.");
    private readonly Option<string> _output = OptionFactory.Output("student.pth");
    private readonly Option<bool> _force = OptionFactory.Force();

    /// <summary>Creates the verb.</summary>
    public ExportVerb()
        : base("export", "Write the weights of a model's generator for other libraries.")
    {
        Add(_model);
        foreach (Option option in (Option[])[_format, _output, _force])
            Add(option);
    }

    /// <inheritdoc/>
    protected override void Execute(ParseResult arguments, ToolConsole console, CancellationToken cancellationToken)
    {
        string output = arguments.GetValue(_output)!;
        CheckpointFormat format = arguments.GetValue(_format) ?? FormatOf(output);
        OutputPath.Prepare(output, arguments.GetValue(_force));
        GanCompressionCatalog gan = ToolContext.Create(console).GanCompression();
        GeneratorModel model = gan.Model.LoadGenerator(arguments.GetValue(_model)!);
        gan.Model.ExportCheckpoint(model, output, format);
        ModelSummary summary = ModelSummary.Of(arguments.GetValue(_model)!, model);
        console.Result(new ConversionResult(Name, output, summary), () => [ResultTables.Summary(summary)]);
    }

    private static CheckpointFormat FormatOf(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".pth" or ".pt" => CheckpointFormat.Pth,
        ".safetensors" => CheckpointFormat.Safetensors,
        ".npz" => CheckpointFormat.Npz,
        _ => throw new UsageException($"The ending of '{path}' names no format; expected .pth, .pt, .safetensors or .npz, or pass --format."),
    };
}
