using GanCompression.Runtime;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace GanCompression.MLNet;

/// <summary>Applies the generator in a model loaded by ML.NET alone.</summary>
[CustomMappingFactoryAttribute(LoweredColumns.ApplyContract)]
internal sealed class LoweredApplyFactory : CustomMappingFactory<LoweredSource, LoweredResult>
{
    private const int LargestRegisteredSize = 1024;

    /// <inheritdoc/>
    public override Action<LoweredSource, LoweredResult> GetMapping()
    {
        // ML.NET binds the image column of a row class only to registered image types, and in a process that only loads a
        // model nothing may have registered the size of its images yet. The mapping does not see the schema, so the usual
        // square sizes are registered here.
        ImageTypes.RegisterAnySize();
        for (int size = 4; size <= LargestRegisteredSize; size += 4)
            _ = ImageTypes.Of(size, size);
        return new Application().Map;
    }

    /// <summary>One loaded model: its state is decoded when the first row comes, once, whatever the number of cursors.</summary>
    internal sealed class Application
    {
        private readonly Lock _gate = new();
        private GeneratorSession? _session;

        public void Map(LoweredSource source, LoweredResult result)
        {
            if (source.Source is not MLImage image)
                throw new InvalidOperationException("A row has no image to translate.");

            // A new image for each row: the previous one belongs to whoever read it.
            result.Result = Session(source.State).Translate(image.ToRgbImage()).ToMLImage();
        }

        private GeneratorSession Session(ReadOnlyMemory<char> state)
        {
            lock (_gate)
                return _session ??= new GeneratorSession(GeneratorState.Parse(state.Span).Model);
        }
    }
}
