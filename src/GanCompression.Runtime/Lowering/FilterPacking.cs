namespace GanCompression.Runtime;

/// <summary>Brings convolution weights into the order of the tile kernels.</summary>
internal static class FilterPacking
{
    /// <summary>Packs the weights of a producer, if it has any.</summary>
    public static void Pack(Producer producer, bool hasManyRegisters)
    {
        switch (producer)
        {
            case ConvolutionProducer { Layer.IsDepthwise: false } convolution:
                convolution.Packed = Pack(convolution, hasManyRegisters);
                convolution.Weights = [];
                break;
            case TransposedConvolutionProducer convolution:
                convolution.Phases = Pack(convolution, hasManyRegisters);
                convolution.Weights = [];
                break;
        }
    }

    private static PackedFilter[] Pack(ConvolutionProducer convolution, bool hasManyRegisters)
    {
        Conv2d layer = convolution.Layer;
        int outputs = layer.OutChannels / layer.Groups;
        int inputs = layer.InChannels / layer.Groups;
        int taps = layer.KernelHeight * layer.KernelWidth;
        var filters = new PackedFilter[layer.Groups];
        for (int group = 0; group < filters.Length; group++)
        {
            int first = group * outputs;
            ReadOnlySpan<float> bias = convolution.Bias is null ? [] : convolution.Bias.AsSpan(first, outputs);
            filters[group] = new PackedFilter(outputs, inputs, taps,
                (output, input, tap) => convolution.Weights[((first + output) * inputs + input) * taps + tap], bias, hasManyRegisters);
        }

        return filters;
    }

    // Output row Y = stride · y + row receives source row i through kernel row k where Y = stride · i + k - padding; so k has
    // the remainder (row + padding) mod stride, and i = y + (row + padding - k) / stride.
    private static TransposedPhase[] Pack(TransposedConvolutionProducer convolution, bool hasManyRegisters)
    {
        ConvTranspose2d layer = convolution.Layer;
        int stride = layer.Stride;
        var phases = new List<TransposedPhase>(stride * stride);
        for (int row = 0; row < stride; row++)
        {
            for (int column = 0; column < stride; column++)
            {
                int[] kernelRows = KernelTaps(row);
                int[] kernelColumns = KernelTaps(column);
                (int Row, int Column)[] taps = [.. kernelRows.SelectMany(r => kernelColumns.Select(c => (r, c)))];
                var filter = new PackedFilter(layer.OutChannels, layer.InChannels, taps.Length,
                    (output, input, tap) => convolution.Weights[((input * layer.OutChannels + output) * layer.Kernel + taps[tap].Row) * layer.Kernel + taps[tap].Column],
                    convolution.Bias, hasManyRegisters);
                phases.Add(new TransposedPhase(row, column, SourceTaps(row, kernelRows), SourceTaps(column, kernelColumns), filter));
            }
        }

        return [.. phases];

        int[] KernelTaps(int phase) => [.. Enumerable.Range(0, layer.Kernel).Where(k => (phase + layer.Padding - k) % stride == 0)];

        int[] SourceTaps(int phase, int[] kernelTaps) => [.. kernelTaps.Select(k => (phase + layer.Padding - k) / stride)];
    }
}
