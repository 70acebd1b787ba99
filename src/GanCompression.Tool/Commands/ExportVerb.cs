using System.CommandLine;
using GanCompression.MLNet;
using GanCompression.Tool.Reporting;
using Microsoft.ML;
using Spectre.Console;

namespace GanCompression.Tool.Commands;

/// <summary><c>export</c>: a model's generator for other libraries, as weights or as an ONNX file.</summary>
internal sealed class ExportVerb : Verb
{
    private readonly Argument<string> _model = new("MODEL") { Description = "The model, a .gcm file." };
    private readonly Option<ExportFormat?> _format = OptionFactory.Choice<ExportFormat>("--format", "Pth is a state_dict that torch.load reads; Onnx is the whole network. Default: by the ending of the output's name.");
    private readonly Option<int?> _imageSize = OptionFactory.WholeNumber("--image-size", "ONNX: height and width in pixels of the images that it takes. Default: the model's own.", minimum: 1);
    private readonly Option<bool> _dynamicSize = new("--dynamic-size") { Description = "ONNX: take images of any size that the generator accepts." };
    private readonly Option<bool> _dynamicBatch = new("--dynamic-batch") { Description = "ONNX: take any number of images at once." };
    private readonly Option<bool> _withProcessing = new("--with-processing") { Description = "ONNX: take and give 8-bit images (batch, height, width, RGB) instead of planes of numbers in [-1, 1]." };
    private readonly Option<bool> _optimize = new("--optimize-for-runtime") { Description = "ONNX: write layers in an equivalent form that ONNX Runtime computes faster on a processor." };
    private readonly Option<string> _output = OptionFactory.Output("student.onnx");
    private readonly Option<bool> _force = OptionFactory.Force();

    /// <summary>Creates the verb.</summary>
    public ExportVerb()
        : base("export", "Write a model's generator for other libraries: its weights, or all of it as an ONNX file.")
    {
        Add(_model);
        foreach (Option option in (Option[])[_format, _imageSize, _dynamicSize, _dynamicBatch, _withProcessing, _optimize, _output, _force])
            Add(option);
    }

    /// <inheritdoc/>
    protected override void Execute(ParseResult arguments, ToolConsole console, CancellationToken cancellationToken)
    {
        string output = arguments.GetValue(_output)!;
        ExportFormat format = arguments.GetValue(_format) ?? FormatOf(output);
        arguments.AtMostOne(_imageSize, _dynamicSize);
        if (format != ExportFormat.Onnx && arguments.FirstGiven(_imageSize, _dynamicSize, _dynamicBatch, _withProcessing, _optimize) is { } misplaced)
            throw new UsageException($"{misplaced.Name} is for ONNX files, but '{output}' is written as {format}; leave it out, or pass --format Onnx.");
        OutputPath.Prepare(output, arguments.GetValue(_force));
        GanCompressionCatalog gan = ToolContext.Create(console).GanCompression();
        GeneratorModel model = gan.Model.LoadGenerator(arguments.GetValue(_model)!);
        OnnxView? onnx = Export(gan, model, output, format, arguments);
        ModelSummary summary = ModelSummary.Of(arguments.GetValue(_model)!, model);
        console.Result(new ConversionResult(Name, output, summary, onnx), () => onnx is null ? [ResultTables.Summary(summary)] : [ResultTables.Summary(summary), OnnxTable(output, onnx)]);
    }

    private OnnxView? Export(GanCompressionCatalog gan, GeneratorModel model, string output, ExportFormat format, ParseResult arguments)
    {
        switch (format)
        {
            case ExportFormat.Pth:
                gan.Model.ExportCheckpoint(model, output, CheckpointFormat.Pth);
                return null;
            case ExportFormat.Safetensors:
                gan.Model.ExportCheckpoint(model, output, CheckpointFormat.Safetensors);
                return null;
            case ExportFormat.Npz:
                gan.Model.ExportCheckpoint(model, output, CheckpointFormat.Npz);
                return null;
            default:
                return OnnxView.Of(gan.Model.ExportOnnx(model, output, new OnnxExportOptions
                {
                    Height = arguments.GetValue(_imageSize),
                    Width = arguments.GetValue(_imageSize),
                    UseDynamicSize = arguments.GetValue(_dynamicSize),
                    UseDynamicBatch = arguments.GetValue(_dynamicBatch),
                    HasImageProcessing = arguments.GetValue(_withProcessing),
                    UseOnnxRuntimeRewrites = arguments.GetValue(_optimize),
                }));
        }
    }

    private static Table OnnxTable(string output, OnnxView onnx) => ResultTables.Facts(
    [
        ("ONNX file", $"{output} ({FigureText.Bytes(new FileInfo(output).Length)})"),
        ("Operator set", FormattableString.Invariant($"{onnx.OperatorSet}")),
        .. onnx.Inputs.Select(input => ("Input", Text(input))),
        ("Output", Text(onnx.Output)),
        .. onnx.Rewrites.Select(rewrite => ("Rewritten", rewrite)),
    ]);

    private static string Text(OnnxValueView value) => $"{value.Name}: {value.Type} [{string.Join(", ", value.Shape)}]";

    private static ExportFormat FormatOf(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".pth" or ".pt" => ExportFormat.Pth,
        ".safetensors" => ExportFormat.Safetensors,
        ".npz" => ExportFormat.Npz,
        ".onnx" => ExportFormat.Onnx,
        _ => throw new UsageException($"The ending of '{path}' names no format; expected .pth, .pt, .safetensors, .npz or .onnx, or pass --format."),
    };
}
