using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GanCompression.Runtime;

/// <summary>
/// Convolution weights in the order in which the tile kernels read them: blocks of output channels, in each for every input
/// channel and tap the weights of the block's channels. Shared by all networks compiled from one program.
/// </summary>
internal sealed unsafe class PackedFilter
{
    private readonly float[] _weights;
    private readonly float[] _bias;

    /// <summary>Packs the weights of one group.</summary>
    /// <param name="outputs">Output channels.</param>
    /// <param name="inputs">Input channels.</param>
    /// <param name="taps">Kernel taps.</param>
    /// <param name="weight">Weight of (output, input, tap).</param>
    /// <param name="bias">Bias per output channel; empty for none.</param>
    /// <param name="hasManyRegisters">Which tile kernels will read them.</param>
    public PackedFilter(int outputs, int inputs, int taps, Func<int, int, int, float> weight, ReadOnlySpan<float> bias, bool hasManyRegisters)
    {
        Outputs = outputs;
        Inputs = inputs;
        Taps = taps;
        Blocks = FilterBlock.Divide(outputs, hasManyRegisters, (long)inputs * taps);
        FilterBlock last = Blocks[^1];
        _weights = GC.AllocateArray<float>(checked((int)(last.WeightOffset + (long)last.Size * inputs * taps)), pinned: true);
        _bias = GC.AllocateArray<float>(last.BiasOffset + last.Size, pinned: true);
        foreach (FilterBlock block in Blocks)
        {
            long at = block.WeightOffset;
            for (int input = 0; input < inputs; input++)
            {
                for (int tap = 0; tap < taps; tap++, at += block.Size)
                {
                    for (int i = 0; i < block.Outputs; i++)
                        _weights[at + i] = weight(block.FirstOutput + i, input, tap);
                }
            }

            for (int i = 0; i < block.Outputs && !bias.IsEmpty; i++)
                _bias[block.BiasOffset + i] = bias[block.FirstOutput + i];
        }
    }

    public int Outputs { get; }

    public int Inputs { get; }

    public int Taps { get; }

    public FilterBlock[] Blocks { get; }

    /// <summary>Number of stored weights, with those of channels that fill up a block.</summary>
    public int Length => _weights.Length;

    /// <summary>Number of stored biases.</summary>
    public int BiasLength => _bias.Length;

    public float* Weights => (float*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_weights));

    public float* Bias => (float*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_bias));
}
