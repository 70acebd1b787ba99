using System.CommandLine;
using GanCompression.MLNet;
using GanCompression.MLNet.Training;
using GanCompression.Tool.Progress;
using GanCompression.Training;
using Microsoft.ML;

namespace GanCompression.Tool.Commands;

/// <summary><c>compress</c>: distils a small student from a teacher.</summary>
internal sealed class CompressVerb : Verb
{
    private readonly Argument<string> _teacher = new("TEACHER") { Description = "The model to compress, a .gcm file." };
    private readonly Argument<string> _folder = new("DIR") { Description = "Folder of image pairs: images with A on the left and B on the right, or subfolders A and B. Its subfolder train is used if there is one. With --unpaired: folder with trainA and trainB." };
    private readonly PairOptionSet _pairs;
    private readonly Option<ChannelPlan?> _plan = OptionFactory.Plan();
    private readonly Option<double?> _ratio = OptionFactory.Number("--ratio", "Instead of a plan: how many times fewer multiply-adds (published rule) the student must need at least; the costliest fitting plan is taken.", minimum: 1, isExclusive: true);
    private readonly Option<string> _architecture = new("--architecture") { Description = "sub_mobile_resnet_9blocks or legacy_sub_mobile_resnet_9blocks, with any number of blocks.", DefaultValueFactory = _ => "sub_mobile_resnet_9blocks", HelpName = "NAME" };
    private readonly Option<double?> _distillationWeight = OptionFactory.Number("--distillation-weight", "Weight of the distance between the features of student and teacher.", minimum: 0, defaultValue: 1);
    private readonly Option<ReconstructionTarget?> _target = OptionFactory.Choice<ReconstructionTarget>("--reconstruct", "What the student's images are compared with: the target of the pair or what the teacher makes. Default: the target of the pair, unpaired what the teacher makes.");
    private readonly Option<bool> _newDiscriminator = new("--new-discriminator") { Description = "Start with a new discriminator instead of the teacher's." };
    private readonly Option<bool> _withoutDiscriminator = new("--without-discriminator") { Description = "Leave the discriminator out of the file: smaller, but no longer a starting point for training." };
    private readonly TrainingOptionSet _training;
    private readonly Option<string> _output = OptionFactory.Output("student.gcm");
    private readonly Option<bool> _force = OptionFactory.Force();

    /// <summary>Creates the verb.</summary>
    public CompressVerb()
        : base("compress", "Distil a small student from a teacher.")
    {
        Add(_teacher);
        Add(_folder);
        _pairs = new PairOptionSet(this, defaultImageSize: null, hasLoadSize: true);
        foreach (Option option in (Option[])[_plan, _ratio, _architecture, _distillationWeight, _target, _newDiscriminator, _withoutDiscriminator])
            Add(option);
        _training = new TrainingOptionSet(this, defaultEpochs: 200);
        Add(_output);
        Add(_force);
        Validators.Add(result =>
        {
            if (result.GetResult(_plan) is { Implicit: false } && result.GetResult(_ratio) is { Implicit: false })
                result.AddError("--plan and --ratio exclude each other; give one of them.");
        });
    }

    /// <inheritdoc/>
    protected override void Execute(ParseResult arguments, ToolConsole console, CancellationToken cancellationToken)
    {
        _training.Check(arguments);
        if (_pairs.IsUnpaired(arguments) && arguments.GetValue(_target) == ReconstructionTarget.GroundTruth)
            throw new UsageException("--reconstruct expects TeacherOutput with --unpaired, where no source has a target, but got GroundTruth.");
        string output = arguments.GetValue(_output)!;
        string teacherPath = arguments.GetValue(_teacher)!;
        OutputPath.Prepare(output, arguments.GetValue(_force));

        GanCompressionCatalog gan = ToolContext.Create(console, _training.Seed(arguments)).GanCompression();
        GeneratorModel teacher = gan.Model.LoadGenerator(teacherPath);
        int imageSize = _pairs.ImageSize(arguments) ?? teacher.ImageSize;
        string architecture = arguments.GetValue(_architecture)!;
        ChannelPlan? plan = arguments.GetValue(_ratio) is { } ratio
            ? StudentPlans.Costliest(teacher.Generator.Graph, architecture, imageSize, ratio)
            : arguments.GetValue(_plan);
        IDataView images = _pairs.LoadForTraining(arguments, gan.Data, arguments.GetValue(_folder)!, imageSize);

        GeneratorModel student = ProgressScreen.Run(console, newTracker =>
        {
            var options = new GeneratorDistillationTrainer.Options
            {
                Teacher = teacher,
                StudentArchitecture = architecture,
                StudentPlan = plan,
                DistillationWeight = arguments.GetValue(_distillationWeight)!.Value,
                ReconstructionTarget = arguments.GetValue(_target),
                IsUnpaired = _pairs.IsUnpaired(arguments),
                UseTeacherDiscriminator = !arguments.GetValue(_newDiscriminator),
            };
            _training.Apply(arguments, options, imageSize, newTracker(), cancellationToken);
            using GeneratorApplyingTransformer compressed = gan.Compression.Distillation(options).Fit(images);
            return compressed.Model;
        });
        gan.Model.SaveGenerator(student, output, includeDiscriminator: !arguments.GetValue(_withoutDiscriminator));
        var result = new TrainingResultView(Name, ModelSummary.Of(output, student), ModelSummary.Of(teacherPath, teacher, student.ImageSize));
        console.Result(result, result.Render);
    }
}
