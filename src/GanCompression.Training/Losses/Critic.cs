using TorchSharp;
using Tensor = TorchSharp.torch.Tensor;

namespace GanCompression.Training;

/// <summary>What a discriminator says of images: of pairs of source and image if it sees that many channels, of the image alone otherwise.</summary>
internal sealed class Critic
{
    private readonly TrainableNetwork _network;
    private readonly GanLoss _loss;
    private readonly bool _isConditional;
    private readonly bool _mixesSamples;

    public Critic(TrainableNetwork network, GanLoss loss, int imageChannels)
    {
        _network = network;
        _loss = loss;
        _isConditional = network.Graph.Inputs[0].Channels > imageChannels;
        _mixesSamples = network.Graph.Nodes.Any(node => node.Layer is BatchNorm2d);
    }

    /// <summary>The discriminator's losses on generated and on real images.</summary>
    /// <param name="source">Source images.</param>
    /// <param name="generated">Generated images; no gradient flows into them.</param>
    /// <param name="target">Real images.</param>
    public (Tensor Fake, Tensor Real) DiscriminatorLosses(Tensor source, Tensor generated, Tensor target)
    {
        Tensor image = generated.detach();
        Tensor onFake;
        Tensor onReal;
        if (_mixesSamples)
        {
            onFake = _network.Forward(Input(source, image));
            onReal = _network.Forward(Input(source, target));
        }
        else
        {
            // One pass over both reads the weights once: at small batches a fifth of the whole step.
            long count = image.shape[0];
            Tensor both = _network.Forward(torch.cat([Input(source, image), Input(source, target)], 0));
            onFake = both.narrow(0, 0, count);
            onReal = both.narrow(0, count, count);
        }

        return (GanLosses.ForDiscriminator(_loss, onFake, isReal: false), GanLosses.ForDiscriminator(_loss, onReal, isReal: true));
    }

    /// <summary>The generator's loss; the discriminator collects no gradients.</summary>
    public Tensor GeneratorLoss(Tensor source, Tensor generated) =>
        GanLosses.ForGenerator(_loss, _network.Forward(Input(source, generated), isFrozen: true));

    private Tensor Input(Tensor source, Tensor image) => _isConditional ? torch.cat([source, image], 1) : image;
}
