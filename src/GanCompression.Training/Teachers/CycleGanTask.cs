using TorchSharp;
using Tensor = TorchSharp.torch.Tensor;

namespace GanCompression.Training;

/// <summary>
/// One step of CycleGAN (Zhu et al., ICCV 2017, §3): both generators learn first, against discriminators that stand still, so that what
/// they make looks like the other set and comes back as what it was; then both discriminators learn from real images and
/// from generated ones, some of which are older.
/// </summary>
internal sealed class CycleGanTask : TrainingTask
{
    public const string GeneratorName = "generator";

    public const string DiscriminatorName = "discriminator";

    public const string BackwardGeneratorName = "backward_generator";

    public const string BackwardDiscriminatorName = "backward_discriminator";

    // Does not meet the streams of the loop and the sampler, which have one of these two bits or none.
    private const ulong PoolStream = (1UL << 62) | (1UL << 61);

    private readonly CycleGanOptions _options;
    private readonly TrainableNetwork _generator;
    private readonly TrainableNetwork _backwardGenerator;
    private readonly Critic _critic;
    private readonly Critic _backwardCritic;
    private readonly ImagePool _pool;
    private readonly ImagePool _backwardPool;
    private readonly NetworkOptimizer _generatorOptimizer;
    private readonly NetworkOptimizer _discriminatorOptimizer;

    /// <param name="generator">Turns source images into target images.</param>
    /// <param name="discriminator">Judges target images.</param>
    /// <param name="backwardGenerator">Turns target images into source images.</param>
    /// <param name="backwardDiscriminator">Judges source images.</param>
    /// <param name="options">Options.</param>
    public CycleGanTask(Network generator, Network discriminator, Network backwardGenerator, Network backwardDiscriminator, CycleGanOptions options)
    {
        _options = options;
        _generator = Learn(GeneratorName, generator);
        TrainableNetwork judge = Learn(DiscriminatorName, discriminator);
        _backwardGenerator = Learn(BackwardGeneratorName, backwardGenerator);
        TrainableNetwork backwardJudge = Learn(BackwardDiscriminatorName, backwardDiscriminator);
        _critic = new Critic(judge, options.GanLoss, generator.Graph.OutputChannels);
        _backwardCritic = new Critic(backwardJudge, options.GanLoss, backwardGenerator.Graph.OutputChannels);
        _pool = new ImagePool("pool", options.PoolSize);
        _backwardPool = new ImagePool("backward_pool", options.PoolSize);
        _generatorOptimizer = Optimize("generators_adam", Both(GeneratorName, _generator, BackwardGeneratorName, _backwardGenerator), options);
        _discriminatorOptimizer = Optimize("discriminators_adam", Both(DiscriminatorName, judge, BackwardDiscriminatorName, backwardJudge), options);
    }

    public override string Stage => CycleGanTeacher.StageName;

    public override IReadOnlyList<string> LossNames =>
    [
        "DiscriminatorFake", "DiscriminatorReal", "Gan", "Reconstruction", "Identity",
        "BackwardDiscriminatorFake", "BackwardDiscriminatorReal", "BackwardGan", "BackwardReconstruction", "BackwardIdentity",
    ];

    public override Tensor Step(ImageBatch batch, long step)
    {
        _generatorOptimizer.ZeroGradients();
        Tensor generated = _generator.Forward(batch.Source);
        Tensor backwardGenerated = _backwardGenerator.Forward(batch.Target);
        Tensor gan = _critic.GeneratorLoss(batch.Source, generated) * _options.GanWeight;
        Tensor backwardGan = _backwardCritic.GeneratorLoss(batch.Target, backwardGenerated) * _options.GanWeight;

        double weight = _options.ReconstructionWeight;
        double backwardWeight = _options.TargetReconstructionWeightOrDefault;
        Tensor cycle = Distance(_backwardGenerator.Forward(generated), batch.Source) * weight;
        Tensor backwardCycle = Distance(_generator.Forward(backwardGenerated), batch.Target) * backwardWeight;

        // Each generator should leave alone what is already an image of its target set; the weight is that of the set's cycle.
        Tensor identity = Identity(_generator, batch.Target, backwardWeight);
        Tensor backwardIdentity = Identity(_backwardGenerator, batch.Source, weight);
        (gan + backwardGan + cycle + backwardCycle + identity + backwardIdentity).backward();
        _generatorOptimizer.Step();

        _discriminatorOptimizer.ZeroGradients();
        var random = new SeededRandom(unchecked((ulong)_options.SeedOrDefault), PoolStream | (ulong)step);
        (Tensor fake, Tensor real) = _critic.DiscriminatorLosses(batch.Source, _pool.Exchange(generated, ref random), batch.Target);
        (Tensor backwardFake, Tensor backwardReal) = _backwardCritic.DiscriminatorLosses(batch.Target, _backwardPool.Exchange(backwardGenerated, ref random), batch.Source);
        ((fake + real + backwardFake + backwardReal) * 0.5).backward();
        _discriminatorOptimizer.Step();
        return Record(fake, real, gan, cycle, identity, backwardFake, backwardReal, backwardGan, backwardCycle, backwardIdentity);
    }

    public override IEnumerable<KeyValuePair<string, WeightTensor>> ExportState() => _pool.ExportState().Concat(_backwardPool.ExportState());

    public override void ImportState(WeightTable state)
    {
        _pool.ImportState(state);
        _backwardPool.ImportState(state);
    }

    public override void Dispose()
    {
        base.Dispose();
        _pool.Dispose();
        _backwardPool.Dispose();
    }

    private Tensor Distance(Tensor actual, Tensor expected) => ReconstructionLosses.Compute(_options.ReconstructionLoss, actual, expected);

    private Tensor Identity(TrainableNetwork generator, Tensor image, double cycleWeight) => _options.IdentityWeight > 0
        ? Distance(generator.Forward(image), image) * (cycleWeight * _options.IdentityWeight)
        : torch.tensor(0f);

    private static IEnumerable<KeyValuePair<string, TorchSharp.Modules.Parameter>> Both(string name, TrainableNetwork network, string otherName, TrainableNetwork other) =>
        network.Parameters.Select(p => KeyValuePair.Create($"{name}/{p.Key}", p.Value)).Concat(other.Parameters.Select(p => KeyValuePair.Create($"{otherName}/{p.Key}", p.Value)));
}
