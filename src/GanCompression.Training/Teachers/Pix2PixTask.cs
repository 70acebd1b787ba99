using Tensor = TorchSharp.torch.Tensor;

namespace GanCompression.Training;

/// <summary>
/// One step of pix2pix (Isola et al., CVPR 2017, §3.3): the discriminator learns first, on pairs of source and image; then the
/// generator learns against the discriminator that has just been updated.
/// </summary>
internal sealed class Pix2PixTask : TrainingTask
{
    private readonly TrainingOptions _options;
    private readonly TrainableNetwork _generator;
    private readonly Critic _critic;
    private readonly NetworkOptimizer _generatorOptimizer;
    private readonly NetworkOptimizer _discriminatorOptimizer;

    public Pix2PixTask(Network generator, Network discriminator, TrainingOptions options)
    {
        _options = options;
        _generator = Learn(GeneratorName, generator);
        TrainableNetwork judge = Learn(DiscriminatorName, discriminator);
        _critic = new Critic(judge, options.GanLoss, generator.Graph.OutputChannels);
        _generatorOptimizer = Optimize($"{GeneratorName}_adam", _generator.Parameters, options);
        _discriminatorOptimizer = Optimize($"{DiscriminatorName}_adam", judge.Parameters, options);
    }

    public const string GeneratorName = "generator";

    public const string DiscriminatorName = "discriminator";

    public override string Stage => "Pix2Pix";

    public override IReadOnlyList<string> LossNames => ["DiscriminatorFake", "DiscriminatorReal", "Gan", "Reconstruction"];

    public override Tensor Step(ImageBatch batch, long step)
    {
        Tensor generated = _generator.Forward(batch.Source);

        _discriminatorOptimizer.ZeroGradients();
        (Tensor fake, Tensor real) = _critic.DiscriminatorLosses(batch.Source, generated, batch.Target);
        ((fake + real) * 0.5).backward();
        _discriminatorOptimizer.Step();

        _generatorOptimizer.ZeroGradients();
        Tensor gan = _critic.GeneratorLoss(batch.Source, generated) * _options.GanWeight;
        Tensor reconstruction = ReconstructionLosses.Compute(_options.ReconstructionLoss, generated, batch.Target) * _options.ReconstructionWeight;
        (gan + reconstruction).backward();
        _generatorOptimizer.Step();
        return Record(fake, real, gan, reconstruction);
    }
}
