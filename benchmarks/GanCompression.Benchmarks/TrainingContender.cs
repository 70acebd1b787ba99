using System.Diagnostics;
using GanCompression.Training;
using TorchSharp;
using Tensor = TorchSharp.torch.Tensor;

namespace GanCompression.Benchmarks;

/// <summary>The product's training stack: layer graphs interpreted on TorchSharp.</summary>
internal sealed class TrainingContender : IContender
{
    private readonly TrainableNetwork _generator;
    private readonly Pix2PixTask _task;

    public TrainingContender(Network generator, Network discriminator)
    {
        torch.set_num_threads(1);
        _generator = new TrainableNetwork(generator, isTrainable: false);
        _task = new Pix2PixTask(generator, discriminator, new Pix2PixOptions { GanLoss = GanLoss.Hinge, ReconstructionWeight = 100 });
    }

    public string Name => "Training";

    public bool Supports(Operation operation) => operation != Operation.Distill;

    public TimeSpan Run(Operation operation, int imageSize, int batchSize)
    {
        using var scope = torch.NewDisposeScope();
        Tensor source = Images(imageSize, batchSize);
        Tensor target = Images(imageSize, batchSize);
        long start = Stopwatch.GetTimestamp();
        if (operation == Operation.Forward)
        {
            using IDisposable noGradient = torch.no_grad();
            _ = _generator.Forward(source);
        }
        else
        {
            _ = _task.Step(new ImageBatch(source, target, []), step: 0);
        }

        return Stopwatch.GetElapsedTime(start);
    }

    public void Dispose()
    {
        _task.Dispose();
        _generator.Dispose();
    }

    internal static Tensor Images(int imageSize, int batchSize) =>
        torch.tensor(RandomImages.Create(3L * imageSize * imageSize * batchSize), [batchSize, 3, imageSize, imageSize]);
}
