namespace GanCompression;

/// <summary>Joins inputs of the same size along the channels.</summary>
public sealed record Concat : Layer
{
    /// <inheritdoc/>
    public override string Kind => "concat";

    /// <inheritdoc/>
    public override int MinInputs => 2;

    /// <inheritdoc/>
    public override int MaxInputs => 64;

    /// <inheritdoc/>
    public override int InferChannels(ReadOnlySpan<int> inputChannels)
    {
        int total = 0;
        foreach (int channels in inputChannels)
            total += channels;
        return total;
    }
}
