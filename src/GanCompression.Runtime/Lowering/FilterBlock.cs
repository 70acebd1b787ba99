namespace GanCompression.Runtime;

/// <summary>Output channels of a convolution that one call of a tile kernel computes.</summary>
/// <param name="Size">Channels that the kernel computes: 3, 4 or 6.</param>
/// <param name="FirstOutput">First output channel.</param>
/// <param name="Outputs">How many of the channels exist.</param>
/// <param name="WeightOffset">Where its weights start.</param>
/// <param name="BiasOffset">Where its biases start.</param>
internal readonly record struct FilterBlock(int Size, int FirstOutput, int Outputs, long WeightOffset, int BiasOffset)
{
    /// <summary>Divides output channels among the tile kernels with as few wasted ones as possible.</summary>
    public static FilterBlock[] Divide(int outputs, bool hasManyRegisters, long weightsPerOutput)
    {
        var blocks = new List<FilterBlock>();
        int first = 0;
        int biases = 0;
        long weights = 0;
        while (first < outputs)
        {
            int left = outputs - first;
            int size = hasManyRegisters
                ? left switch { <= 3 => 3, 4 or 7 or 8 => 4, _ => 6 }
                : left <= 3 ? 3 : 6;
            var block = new FilterBlock(size, first, Math.Min(size, left), weights, biases);
            blocks.Add(block);
            first += size;
            biases += size;
            weights += size * weightsPerOutput;
        }

        return [.. blocks];
    }
}
