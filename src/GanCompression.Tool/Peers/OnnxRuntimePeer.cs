using System.Buffers.Binary;
using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GanCompression.Tool.Peers;

/// <summary>
/// ONNX Runtime, on a processor, in a process of its own: Node.js with the npm package onnxruntime-node. To check exported files
/// by execution and to compare speed. Runs are timed inside the peer. It ends when this object is disposed or this process ends.
/// One thread at a time may use a peer and its models.
/// </summary>
internal sealed class OnnxRuntimePeer : IDisposable
{
    private const string Package = "onnxruntime-node";
    private const string Script = "onnx_runtime_peer.js";

    private readonly Process _process;
    private readonly Queue<string> _errors = new();
    private readonly Stream _requests;
    private readonly Stream _answers;
    private bool _isDisposed;

    private OnnxRuntimePeer(Process process)
    {
        _process = process;
        _requests = process.StandardInput.BaseStream;
        _answers = process.StandardOutput.BaseStream;
        process.ErrorDataReceived += (_, line) => Remember(line.Data);
        process.BeginErrorReadLine();
        Version = (string)ReadAnswer()["version"]!;
    }

    /// <summary>Version of ONNX Runtime.</summary>
    public string Version { get; }

    /// <summary>Starts ONNX Runtime.</summary>
    /// <param name="folder">Folder that holds <c>node_modules</c>; null to look at <see cref="PeerModules.Variable"/>, then in the repository.</param>
    /// <exception cref="PeerUnavailableException">Node.js or the package is not installed.</exception>
    /// <exception cref="InvalidOperationException">The package cannot be loaded.</exception>
    public static OnnxRuntimePeer Start(string? folder = null)
    {
        string modules = PeerModules.Find(Package, folder);
        var start = new ProcessStartInfo("node") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in (string[])["-e", ReadScript(), modules])
            start.ArgumentList.Add(argument);
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new PeerUnavailableException($"Node.js, which runs {Package}, did not start: {e.Message}. Install Node.js 18 or later so that 'node' is on the path.", e);
        }

        try
        {
            return new OnnxRuntimePeer(process);
        }
        catch
        {
            End(process);
            throw;
        }
    }

    /// <summary>Loads an ONNX file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="threads">Threads that work on one run.</param>
    /// <exception cref="InvalidOperationException">ONNX Runtime does not accept the file; the message is its own.</exception>
    public OnnxRuntimeModel Load(string path, int threads = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        JsonObject answer = Ask(new JsonObject { ["operation"] = "load", ["file"] = Path.GetFullPath(path), ["threads"] = threads });
        return new OnnxRuntimeModel(this, (int)answer["session"]!);
    }

    /// <summary>Ends the process.</summary>
    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        End(_process);
    }

    /// <summary>Whether requests can be sent.</summary>
    internal bool IsRunning => !_isDisposed && !_process.HasExited;

    /// <summary>Sends a request with tensors and waits for the answer.</summary>
    internal JsonObject Ask(JsonObject request, params ReadOnlySpan<PeerTensor> tensors)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        try
        {
            Write(JsonSerializer.SerializeToUtf8Bytes(request));
            foreach (PeerTensor tensor in tensors)
                Write(tensor.Bytes);
            _requests.Flush();
        }
        catch (IOException e)
        {
            throw Ended(e);
        }

        return ReadAnswer();
    }

    /// <summary>Reads a message that follows an answer.</summary>
    internal byte[] ReadMessage()
    {
        Span<byte> length = stackalloc byte[sizeof(uint)];
        try
        {
            _answers.ReadExactly(length);
            var bytes = new byte[BinaryPrimitives.ReadUInt32LittleEndian(length)];
            _answers.ReadExactly(bytes);
            return bytes;
        }
        catch (EndOfStreamException e)
        {
            throw Ended(e);
        }
    }

    private static void End(Process process)
    {
        // The end of its input is its end, unless it is in the middle of a run.
        process.StandardInput.Close();
        if (!process.WaitForExit(TimeSpan.FromSeconds(5)))
            process.Kill();
        process.Dispose();
    }

    private static string ReadScript()
    {
        using Stream stream = typeof(OnnxRuntimePeer).Assembly.GetManifestResourceStream(typeof(OnnxRuntimePeer), Script)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private JsonObject ReadAnswer()
    {
        JsonObject answer = JsonNode.Parse(ReadMessage())!.AsObject();
        return answer["error"] is { } error ? throw new InvalidOperationException($"ONNX Runtime: {(string)error!}") : answer;
    }

    private void Write(byte[] message)
    {
        Span<byte> length = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(length, (uint)message.Length);
        _requests.Write(length);
        _requests.Write(message);
    }

    private InvalidOperationException Ended(Exception cause)
    {
        _process.WaitForExit();
        lock (_errors)
            return new InvalidOperationException($"The process of ONNX Runtime ended: {string.Join(' ', _errors)}", cause);
    }

    private void Remember(string? line)
    {
        const int mostLines = 8;
        if (string.IsNullOrWhiteSpace(line))
            return;
        lock (_errors)
        {
            _errors.Enqueue(line.Trim());
            if (_errors.Count > mostLines)
                _errors.Dequeue();
        }
    }
}
