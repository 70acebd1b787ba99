using System.CommandLine;
using GanCompression.MLNet;
using GanCompression.Tool.Reporting;
using Microsoft.ML;

namespace GanCompression.Tool.Commands;

/// <summary><c>import</c>: a generator trained elsewhere becomes a model.</summary>
internal sealed class ImportVerb : Verb
{
    private readonly Argument<string> _checkpoint = new("CHECKPOINT") { Description = "PyTorch state_dict (.pth, zip or older format), .safetensors or .npz. Nothing in it is executed." };
    private readonly Option<int?> _imageSize = OptionFactory.WholeNumber("--image-size", "Height and width in pixels of the images that the generator was made for, a multiple of 4.", minimum: 4, defaultValue: 256, multipleOf: 4);
    private readonly Option<string?> _architecture = new("--architecture") { Description = "Its published name, for example resnet_9blocks. Default: recognised from the shapes of the weights.", HelpName = "NAME" };
    private readonly Option<string?> _plan = new("--plan") { Description = "With --architecture: its channel plan, for the architectures that have one.", HelpName = "C_C_..." };
    private readonly Option<string?> _entry = new("--entry") { Description = "Where in the checkpoint the state_dict is, for example models/generator. Needed only where there are several.", HelpName = "PATH" };
    private readonly Option<bool> _removeSpectralNorm = new("--remove-spectral-norm") { Description = "Import what spectrally normalised weights amount to." };
    private readonly Option<string> _output = OptionFactory.Output("teacher.gcm");
    private readonly Option<bool> _force = OptionFactory.Force();

    /// <summary>Creates the verb.</summary>
    public ImportVerb()
        : base("import", "Make a model from a generator that was trained elsewhere, for example with PyTorch.")
    {
        Add(_checkpoint);
        foreach (Option option in (Option[])[_imageSize, _architecture, _plan, _entry, _removeSpectralNorm, _output, _force])
            Add(option);
        Validators.Add(result =>
        {
            if (result.GetResult(_plan) is not null && result.GetResult(_architecture) is null)
                result.AddError("--plan goes with --architecture; give both, or neither to have them recognised.");
        });
    }

    /// <inheritdoc/>
    protected override void Execute(ParseResult arguments, ToolConsole console, CancellationToken cancellationToken)
    {
        string output = arguments.GetValue(_output)!;
        OutputPath.Prepare(output, arguments.GetValue(_force));
        string? architecture = arguments.GetValue(_architecture);
        string? plan = arguments.GetValue(_plan);
        var options = new GeneratorImportOptions
        {
            Graph = architecture is null ? null : Recognisable(architecture, plan),
            Entry = arguments.GetValue(_entry),
            RemoveSpectralNorm = arguments.GetValue(_removeSpectralNorm),
        };
        GanCompressionCatalog gan = ToolContext.Create(console).GanCompression();
        GeneratorModel model = gan.Model.ImportCheckpoint(arguments.GetValue(_checkpoint)!, arguments.GetValue(_imageSize)!.Value, options);
        gan.Model.SaveGenerator(model, output);
        ModelSummary summary = ModelSummary.Of(output, model);
        console.Result(new ConversionResult(Name, output, summary), () => [ResultTables.Summary(summary)]);
    }

    private static LayerGraph Recognisable(string architecture, string? plan)
    {
        try
        {
            return GeneratorNetworks.Create(architecture, plan is null ? null : ChannelPlan.Parse(plan));
        }
        catch (FormatException e)
        {
            throw new UsageException(e.Message);
        }
    }
}
