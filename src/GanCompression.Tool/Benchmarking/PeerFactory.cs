using GanCompression.Tool.Peers;

namespace GanCompression.Tool.Benchmarking;

/// <summary>Makes the engines that the product's own is compared with.</summary>
internal static class PeerFactory
{
    /// <summary>Name of a peer.</summary>
    public static string NameOf(PeerKind kind) => kind == PeerKind.Torch ? LibtorchEngine.EngineName : OnnxRuntimeEngine.EngineName;

    /// <summary>Makes a peer ready to run a model.</summary>
    /// <param name="kind">Which one.</param>
    /// <param name="model">The model.</param>
    /// <param name="threads">Threads that work on one image.</param>
    /// <param name="source">The image, plane by plane.</param>
    /// <param name="missing">Why there is none, and what installs it; null where there is one.</param>
    public static IInferenceEngine? Create(PeerKind kind, BenchmarkedModel model, int threads, float[] source, out MissingPeer? missing)
    {
        missing = null;
        try
        {
            return kind == PeerKind.Torch
                ? new LibtorchEngine(model.Network, model.ImageSize, threads, source)
                : new OnnxRuntimeEngine(model.Network, model.ImageSize, threads, source);
        }
        catch (PeerUnavailableException e)
        {
            missing = new MissingPeer(NameOf(kind), e.Message);
        }
        catch (Exception e) when (kind == PeerKind.Torch && e is DllNotFoundException or TypeInitializationException)
        {
            missing = new MissingPeer(NameOf(kind), (e is TypeInitializationException ? e.InnerException ?? e : e).Message + " Install it with 'apt-get install libtorch-dev', or reference the package TorchSharp-cpu.");
        }

        return null;
    }
}
