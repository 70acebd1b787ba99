using System.Collections.Immutable;
using TorchSharp;
using F = TorchSharp.torch.nn.functional;
using Tensor = TorchSharp.torch.Tensor;

namespace GanCompression.Training;

/// <summary>
/// One step of distillation (GAN Compression, TPAMI 2022, §3.1): the student learns from the target, from a discriminator, and
/// from the teacher's features, which it meets through learned 1×1 convolutions on its own side. Both losses are taken against
/// the discriminator as it was before the step; then both are updated. Unpaired, the target is what the teacher makes (a pseudo
/// pair), and the discriminator sees the image alone. With a plan per step, the student is a supernet.
/// </summary>
internal sealed class DistillationTask : TrainingTask
{
    public const string StudentName = "student";

    public const string DiscriminatorName = "discriminator";

    private readonly StudentOptions _options;
    private readonly bool _isPseudoPaired;
    private readonly TeacherValues _teacherValues;
    private readonly TrainableNetwork _student;
    private readonly Critic _critic;
    private readonly TrainableNetwork[] _adaptors;
    private readonly ImmutableArray<FeaturePair> _features;
    private readonly Func<long, LayerGraph>? _graphOfStep;
    private readonly NetworkOptimizer _generatorOptimizer;
    private readonly NetworkOptimizer _discriminatorOptimizer;

    /// <param name="stage">Name of the stage.</param>
    /// <param name="teacher">The teacher's generator.</param>
    /// <param name="student">The student, or the widest network of a supernet.</param>
    /// <param name="discriminator">Sees source and image, or the image alone; its number of input channels decides.</param>
    /// <param name="adaptors">One per feature pair, with one convolution each.</param>
    /// <param name="features">The nodes to compare.</param>
    /// <param name="target">What the student's images are compared with.</param>
    /// <param name="options">Options.</param>
    /// <param name="teacherCacheBytes">Memory for what the teacher makes of images.</param>
    /// <param name="graphOfStep">The sub-network that a step trains; null for the whole student.</param>
    public DistillationTask(
        string stage, Network teacher, Network student, Network discriminator, IReadOnlyList<Network> adaptors, ImmutableArray<FeaturePair> features,
        ReconstructionTarget target, StudentOptions options, long teacherCacheBytes = 0, Func<long, LayerGraph>? graphOfStep = null)
    {
        Stage = stage;
        _options = options;
        _isPseudoPaired = target == ReconstructionTarget.TeacherOutput;
        _features = features;
        _graphOfStep = graphOfStep;
        IEnumerable<string> wanted = features.Select(pair => pair.Teacher);
        _teacherValues = new TeacherValues(teacher, [.. _isPseudoPaired ? wanted.Append(teacher.Graph.Output) : wanted], teacherCacheBytes, options.NumberOfThreads);
        _student = Learn(StudentName, student);
        TrainableNetwork judge = Learn(DiscriminatorName, discriminator);
        _critic = new Critic(judge, options.GanLoss, student.Graph.OutputChannels);
        _adaptors = [.. adaptors.Select((adaptor, i) => Learn(AdaptorName(i), adaptor))];
        _generatorOptimizer = Optimize(
            $"{StudentName}_adam",
            _student.Parameters.Concat(_adaptors.SelectMany((adaptor, i) => adaptor.Parameters.Select(p => new KeyValuePair<string, TorchSharp.Modules.Parameter>($"{AdaptorName(i)}/{p.Key}", p.Value)))),
            options);
        _discriminatorOptimizer = Optimize($"{DiscriminatorName}_adam", judge.Parameters, options);
    }

    public override string Stage { get; }

    public override IReadOnlyList<string> LossNames => ["DiscriminatorFake", "DiscriminatorReal", "Gan", "Reconstruction", "Distillation"];

    /// <summary>Name of the network that carries the feature of a pair.</summary>
    public static string AdaptorName(int index) => FormattableString.Invariant($"adaptor_{index}");

    public override Tensor Step(ImageBatch batch, long step)
    {
        _generatorOptimizer.ZeroGradients();
        _discriminatorOptimizer.ZeroGradients();
        LayerGraph? narrowed = _graphOfStep?.Invoke(step);
        Tensor[] teacherValues = _teacherValues.Of(batch);
        string[] wanted = [.. _features.Select(pair => pair.Student), (narrowed ?? _student.Graph).Output];
        Tensor[] studentValues = _student.Forward(batch.Source, narrowed, false, wanted);
        Tensor generated = studentValues[^1];
        Tensor target = _isPseudoPaired ? teacherValues[^1] : batch.Target;

        (Tensor fake, Tensor real) = _critic.DiscriminatorLosses(batch.Source, generated, batch.Target);
        ((fake + real) * 0.5).backward();

        Tensor gan = _critic.GeneratorLoss(batch.Source, generated) * _options.GanWeight;
        Tensor reconstruction = ReconstructionLosses.Compute(_options.ReconstructionLoss, generated, target) * _options.ReconstructionWeight;
        Tensor total = gan + reconstruction;
        Tensor distillation = torch.tensor(0f);
        if (_features.Length > 0)
        {
            distillation = CompareFeatures(studentValues, teacherValues) * _options.DistillationWeight;
            total += distillation;
        }

        total.backward();
        _discriminatorOptimizer.Step();
        _generatorOptimizer.Step();
        return Record(fake, real, gan, reconstruction, distillation);
    }

    private Tensor CompareFeatures(Tensor[] student, Tensor[] teacher)
    {
        Tensor? sum = null;
        for (int i = 0; i < _features.Length; i++)
        {
            int channels = (int)student[i].shape[1];
            LayerGraph adaptor = _adaptors[i].Graph;
            LayerGraph? narrowed = channels == adaptor.Inputs[0].Channels ? null : FeatureAdaptor.GraphFor(channels, adaptor.OutputChannels);
            Tensor distance = F.mse_loss(_adaptors[i].Forward(student[i], narrowed), teacher[i]);
            sum = sum is null ? distance : sum + distance;
        }

        return sum!;
    }
}
