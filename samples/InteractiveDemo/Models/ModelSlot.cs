using System.Buffers;
using System.Diagnostics;
using GanCompression.Runtime;

namespace GanCompression.Samples.InteractiveDemo;

/// <summary>A generator that the service offers under a name. Thread-safe.</summary>
internal sealed class ModelSlot : IDisposable
{
    private readonly GeneratorSession _session;

    /// <summary>Prepares a generator.</summary>
    /// <param name="name">Its name in addresses: <c>teacher</c> or <c>student</c>.</param>
    /// <param name="model">The generator.</param>
    /// <param name="fileBytes">Size of its file, in bytes.</param>
    /// <exception cref="NotSupportedException">It does not turn RGB images into RGB images of the same size.</exception>
    public ModelSlot(string name, GeneratorModel model, long fileBytes)
    {
        Name = name;
        Model = model.ForDeployment();
        FileBytes = fileBytes;
        LayerGraph graph = Model.Generator.Graph;
        TensorShape output = graph.InferShapes(model.ImageSize, model.ImageSize)[graph.Output];
        if (graph.Inputs[0].Channels != 3 || output != new TensorShape(3, model.ImageSize, model.ImageSize))
            throw new NotSupportedException($"The {name} must turn RGB images into RGB images of the same size, but '{graph.Architecture}' turns {graph.Inputs[0].Channels} channels of {model.ImageSize}×{model.ImageSize} pixels into {output}.");
        _session = new GeneratorSession(Model);
    }

    /// <summary>Name in addresses.</summary>
    public string Name { get; }

    /// <summary>The generator, without a discriminator.</summary>
    public GeneratorModel Model { get; }

    /// <summary>Size of the file that it came from, in bytes.</summary>
    public long FileBytes { get; }

    /// <summary>Throws unless the generator accepts images of this size.</summary>
    /// <exception cref="GraphException">It does not; the message says which sizes it accepts.</exception>
    public void CheckSize(int width, int height) => Model.Generator.Graph.CheckImageSize(height, width);

    /// <summary>Replaces the pixels of an image by those of its translation.</summary>
    /// <param name="rgba">Red, green, blue and opacity of each pixel, row by row.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <returns>Time that the network took.</returns>
    public TimeSpan Translate(Span<byte> rgba, int width, int height)
    {
        int values = 3 * width * height;
        float[] source = ArrayPool<float>.Shared.Rent(values);
        float[] target = ArrayPool<float>.Shared.Rent(values);
        try
        {
            RgbaPixels.ToPlanes(rgba, source);
            long start = Stopwatch.GetTimestamp();
            _session.Run(source.AsSpan(0, values), target.AsSpan(0, values), height, width);
            TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
            RgbaPixels.FromPlanes(target, rgba);
            return elapsed;
        }
        finally
        {
            ArrayPool<float>.Shared.Return(source);
            ArrayPool<float>.Shared.Return(target);
        }
    }

    /// <summary>Translates a few empty images of the model's own size, so that the first visitor does not wait for the compiler.</summary>
    public void WarmUp()
    {
        int size = Model.ImageSize;
        var rgba = new byte[RgbaPixels.BytesPerPixel * size * size];
        for (int i = 0; i < 3; i++)
            _ = Translate(rgba, size, size);
    }

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();
}
