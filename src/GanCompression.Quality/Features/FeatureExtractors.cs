namespace GanCompression.Quality;

/// <summary>The feature extractors that come with the library. Every distance carries the name of the one it was computed with.</summary>
/// <remarks>An extractor may be used by several threads, which take turns. It compiles its network once for each size of image.</remarks>
public static class FeatureExtractors
{
    /// <summary>
    /// SqueezeNet 1.1 trained on ImageNet with Caffe's preprocessing: the output of its last fire module averaged over the
    /// image, at the image's own size. Small enough to judge many generators, and knows what pictures show.
    /// </summary>
    /// <param name="weightsPath">Weights named as in torchvision, <c>features.*</c>, for an input of blue, green, red: <c>.npz</c> or <c>.safetensors</c>. A classifier in the file is not used.</param>
    /// <returns>512 features for images of at least 25×25 pixels.</returns>
    /// <exception cref="FormatException">The file does not hold such weights.</exception>
    /// <exception cref="NotSupportedException">The file's kind is not known.</exception>
    public static IFeatureExtractor SqueezeNet(string weightsPath)
    {
        WeightTable weights = FeatureWeights.Read(weightsPath, name => name.StartsWith("classifier.", StringComparison.Ordinal));
        return new SqueezeNetExtractor(FeatureWeights.Join(FeatureNetworks.SqueezeNet(), weights, weightsPath));
    }

    /// <summary>
    /// The Inception v3 network that defines the Fréchet Inception distance, with the weights that pytorch-fid distributes
    /// (<c>pt_inception-2015-12-05</c>): the image at 299×299 pixels by bilinear interpolation.
    /// </summary>
    /// <param name="weightsPath">The weights, converted from pytorch-fid's file: <c>.npz</c> or <c>.safetensors</c>. The classifier in the file is not used.</param>
    /// <returns>2048 features for images of any size.</returns>
    /// <exception cref="FormatException">The file does not hold such weights.</exception>
    /// <exception cref="NotSupportedException">The file's kind is not known.</exception>
    public static IFeatureExtractor Inception(string weightsPath)
    {
        WeightTable weights = FeatureWeights.Read(weightsPath, name => name is "fc.weight" or "fc.bias", FeatureWeights.RejectOtherInception);
        return new InceptionExtractor(FeatureWeights.Join(FeatureNetworks.Inception(), weights, weightsPath));
    }

    /// <summary>
    /// A small convolutional network with fixed random weights, for when no trained weights are at hand. It tells whether
    /// colours and textures match, not whether objects do; compare its figures only with each other, and only for one seed.
    /// </summary>
    /// <param name="seed">Decides the weights; part of the name.</param>
    /// <returns>240 features for images of any size.</returns>
    public static IFeatureExtractor RandomNetwork(long seed = 0) => new RandomNetworkExtractor(seed);
}
