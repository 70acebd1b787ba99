using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace GanCompression;

/// <summary>
/// What one node of a <see cref="LayerGraph"/> computes: its kind and its fixed settings, never its weights.
/// The set of layers is closed, so that every consumer of a graph can name the ones it lacks.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
[JsonDerivedType(typeof(Conv2d), "conv2d")]
[JsonDerivedType(typeof(ConvTranspose2d), "conv_transpose2d")]
[JsonDerivedType(typeof(InstanceNorm2d), "instance_norm2d")]
[JsonDerivedType(typeof(BatchNorm2d), "batch_norm2d")]
[JsonDerivedType(typeof(ReLU), "relu")]
[JsonDerivedType(typeof(LeakyReLU), "leaky_relu")]
[JsonDerivedType(typeof(Tanh), "tanh")]
[JsonDerivedType(typeof(Clamp), "clamp")]
[JsonDerivedType(typeof(ReflectionPad2d), "reflection_pad2d")]
[JsonDerivedType(typeof(Add), "add")]
[JsonDerivedType(typeof(Concat), "concat")]
[JsonDerivedType(typeof(UpsampleNearest2d), "upsample_nearest2d")]
[JsonDerivedType(typeof(Dropout), "dropout")]
[JsonDerivedType(typeof(MaxPool2d), "max_pool2d")]
[JsonDerivedType(typeof(AvgPool2d), "avg_pool2d")]
[JsonDerivedType(typeof(GlobalAvgPool2d), "global_avg_pool2d")]
public abstract record Layer
{
    private protected Layer()
    {
    }

    /// <summary>Short lower-case name of the kind, as in model files: <c>conv2d</c>.</summary>
    [JsonIgnore]
    public abstract string Kind { get; }

    /// <summary>What the layer expects in the weight table, with local names.</summary>
    [JsonIgnore]
    public virtual ImmutableArray<ParameterSpec> Parameters => [];

    /// <summary>Smallest number of inputs; also the largest unless the layer joins any number of them.</summary>
    [JsonIgnore]
    public virtual int MinInputs => 1;

    /// <summary>Largest number of inputs.</summary>
    [JsonIgnore]
    public virtual int MaxInputs => MinInputs;

    /// <summary>Number of output channels for the given input channels.</summary>
    /// <param name="inputChannels">Channels of each input.</param>
    /// <exception cref="GraphException">The inputs do not fit the layer.</exception>
    public virtual int InferChannels(ReadOnlySpan<int> inputChannels) => inputChannels[0];

    /// <summary>Height or width of the output for one dimension of the input (all inputs have the same size).</summary>
    /// <param name="size">Extent of the input in this dimension.</param>
    /// <param name="isHeight">True for the height, false for the width.</param>
    /// <exception cref="GraphException">The input is too small.</exception>
    public virtual int InferExtent(int size, bool isHeight) => size;

    /// <summary>Throws unless the layer's own settings make sense.</summary>
    /// <exception cref="GraphException">A setting is out of its range.</exception>
    public virtual void Validate()
    {
    }

    private protected static void Require(bool condition, string message)
    {
        if (!condition)
            throw new GraphException(message);
    }

    private protected static void RequireChannels(int expected, int actual, string kind) =>
        Require(expected == actual, FormattableString.Invariant($"{kind} expects {expected} input channels, but gets {actual}"));

    private protected static void RequireRange(string kind, string name, long value, long min, long max) =>
        Require(value >= min && value <= max, FormattableString.Invariant($"{kind}: {name} must be between {min} and {max}, but is {value}"));

    /// <summary>Upper bound of any channel count, so that a damaged model file cannot ask for absurd memory.</summary>
    private protected const int MaxChannels = 1 << 16;
}
