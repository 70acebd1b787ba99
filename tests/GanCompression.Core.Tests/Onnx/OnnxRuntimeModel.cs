using Microsoft.ML.OnnxRuntime;

namespace GanCompression.Tests.Onnx;

/// <summary>An exported file in ONNX Runtime. A file whose declared types or shapes contradict what follows from its operators does not load.</summary>
internal sealed class OnnxRuntimeModel : IDisposable
{
    private readonly InferenceSession _session;

    public OnnxRuntimeModel(string path)
    {
        using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1 };
        options.AddSessionConfigEntry("session.strict_shape_type_inference", "1");
        _session = new InferenceSession(path, options);
        (InputName, Input) = _session.InputMetadata.Single();
        (OutputName, Output) = _session.OutputMetadata.Single();
    }

    public string InputName { get; }

    public string OutputName { get; }

    public NodeMetadata Input { get; }

    public NodeMetadata Output { get; }

    /// <summary>Type and shape in words, such as <c>Single[1,3,height,width]</c>.</summary>
    public static string Describe(NodeMetadata value) =>
        $"{value.ElementType.Name}[{string.Join(',', value.Dimensions.Zip(value.SymbolicDimensions, (extent, symbol) => extent < 0 ? symbol : FormattableString.Invariant($"{extent}")))}]";

    /// <summary>Runs the file on its one input.</summary>
    public (T[] Values, int[] Shape) Run<T>(T[] source, params long[] shape)
        where T : unmanaged
    {
        using var options = new RunOptions();
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(source, shape);
        using IDisposableReadOnlyCollection<OrtValue> outputs = _session.Run(options, [InputName], [input], [OutputName]);
        return (outputs[0].GetTensorDataAsSpan<T>().ToArray(), Array.ConvertAll(outputs[0].GetTensorTypeAndShape().Shape, extent => (int)extent));
    }

    public void Dispose() => _session.Dispose();
}
