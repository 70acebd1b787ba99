using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What an optimizer remembers of one parameter.</summary>
public abstract class OptimizerState
{
    protected Parameter _parameter;

    protected OptimizerState(Parameter parameter) => _parameter = parameter;

    public abstract void Initialize(OptimizerOptions options);

    public abstract void SaveStateDict(BinaryWriter writer);

    public abstract void LoadStateDict(BinaryReader reader);

    public abstract void LoadStateDict(OptimizerState source);

    public virtual bool ApproximatelyEquals(OptimizerState other) => false;

    private protected static void SaveOptional(BinaryWriter writer, Tensor? tensor)
    {
        writer.Write(tensor is not null);
        tensor?.Save(writer);
    }

    private protected static Tensor? LoadOptional(BinaryReader reader, Tensor? previous)
    {
        previous?.Dispose();
        return reader.ReadBoolean() ? TensorExtensionMethods.Load(reader).DetachFromDisposeScope() : null;
    }

    private protected static Tensor? Copy(Tensor? source) => source?.clone().DetachFromDisposeScope();

    private protected static T Same<T>(OptimizerState source)
        where T : OptimizerState =>
        source as T ?? throw new ArgumentException($"Invalid optimizer state -- expected a {typeof(T).FullName}, but found a {source?.GetType().FullName ?? "null"}.");
}
