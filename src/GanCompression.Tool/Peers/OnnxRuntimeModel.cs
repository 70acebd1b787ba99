using System.Text.Json.Nodes;

namespace GanCompression.Tool.Peers;

/// <summary>An ONNX file that is loaded in an <see cref="OnnxRuntimePeer"/>.</summary>
internal sealed class OnnxRuntimeModel : IDisposable
{
    private readonly OnnxRuntimePeer _peer;
    private readonly int _session;
    private bool _isDisposed;

    internal OnnxRuntimeModel(OnnxRuntimePeer peer, int session)
    {
        _peer = peer;
        _session = session;
    }

    /// <summary>Runs the file.</summary>
    /// <param name="inputs">All its inputs.</param>
    /// <returns>Its outputs.</returns>
    /// <exception cref="InvalidOperationException">ONNX Runtime refuses; the message is its own.</exception>
    public IReadOnlyList<PeerTensor> Run(params ReadOnlySpan<PeerTensor> inputs)
    {
        JsonObject request = Request("run");
        var described = new JsonArray();
        foreach (PeerTensor input in inputs)
            described.Add(new JsonObject { ["name"] = input.Name, ["type"] = WordOf(input.ElementType), ["shape"] = new JsonArray([.. input.Shape.Select(extent => (JsonNode)extent)]) });
        request["inputs"] = described;
        return [.. _peer.Ask(request, inputs)["outputs"]!.AsArray().Select(output =>
            new PeerTensor((string)output!["name"]!, TypeOf((string)output["type"]!), _peer.ReadMessage(), [.. output["shape"]!.AsArray().Select(extent => (int)extent!)]))];
    }

    /// <summary>Times runs with the inputs of the last <see cref="Run"/>.</summary>
    /// <param name="runs">Number of runs.</param>
    /// <returns>The time of each.</returns>
    /// <exception cref="InvalidOperationException">There has been no run.</exception>
    public IReadOnlyList<PeerTiming> Measure(int runs)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(runs, 1);
        JsonObject request = Request("measure");
        request["runs"] = runs;
        JsonObject answer = _peer.Ask(request);
        return [.. answer["wall"]!.AsArray().Zip(answer["processor"]!.AsArray(), (wall, processor) =>
            new PeerTiming(TimeSpan.FromMilliseconds((double)wall!), TimeSpan.FromMilliseconds((double)processor!)))];
    }

    /// <summary>Unloads the file.</summary>
    public void Dispose()
    {
        if (_isDisposed || !_peer.IsRunning)
            return;
        _isDisposed = true;
        _ = _peer.Ask(Request("release"));
    }

    private static string WordOf(ElementType type) => type == ElementType.Float32 ? "float32" : "uint8";

    private static ElementType TypeOf(string word) => word switch
    {
        "float32" => ElementType.Float32,
        "uint8" => ElementType.UInt8,
        _ => throw new InvalidOperationException($"ONNX Runtime returned a tensor of {word}; expected float32 or uint8."),
    };

    private JsonObject Request(string operation) => new() { ["operation"] = operation, ["session"] = _session };
}
