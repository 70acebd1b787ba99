namespace GanCompression.Runtime;

/// <summary>What convolutions read and in which order: turns their geometry into offsets, for one image size.</summary>
/// <typeparam name="TSimd">Operations.</typeparam>
/// <typeparam name="TVector">Register type.</typeparam>
internal static class ConvolutionSteps<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>The form in which a convolution reads its source: border, and number of parts that rows are split into.</summary>
    public static (Border Border, int ColumnPhases) FormFor(ConvolutionProducer convolution)
    {
        Conv2d layer = convolution.Layer;
        int reflection = convolution.Sources[0].Reflection;
        Border border = reflection > 0
            ? Border.Mirrored(reflection)
            : Border.Of(BorderKind.Zero, layer.PaddingHeight, layer.PaddingWidth, layer.PaddingHeight, layer.PaddingWidth);
        return (border, layer.Stride);
    }

    /// <summary>The border that a transposed convolution reads around its source.</summary>
    public static Border BorderFor(TransposedConvolutionProducer convolution, TensorShape source, TensorShape target)
    {
        int stride = convolution.Layer.Stride;
        int top = 0, left = 0, bottom = 0, right = 0;
        foreach (TransposedPhase phase in convolution.Phases)
        {
            int rows = (target.Height - phase.Row + stride - 1) / stride;
            int columns = (target.Width - phase.Column + stride - 1) / stride;
            foreach (int tap in phase.RowTaps)
                (top, bottom) = (Math.Max(top, -tap), Math.Max(bottom, rows - 1 + tap - (source.Height - 1)));
            foreach (int tap in phase.ColumnTaps)
                (left, right) = (Math.Max(left, -tap), Math.Max(right, columns - 1 + tap - (source.Width - 1)));
        }

        return Border.Of(BorderKind.Zero, top, left, bottom, right);
    }

    private static (PlaneView Source, nint Offset, nint RowStep, nint[] Taps) Read(ConvolutionProducer convolution, StagePlan sourcePlan)
    {
        Conv2d layer = convolution.Layer;
        (Border border, int columnPhases) = FormFor(convolution);
        PlaneView source = sourcePlan.View(border, columnPhases);
        nint rowStride = source.Layout.RowStride;
        nint offset = -border.Top * rowStride - (columnPhases == 1 ? border.Left : 0);
        var taps = new nint[layer.KernelHeight * layer.KernelWidth];
        for (int tap = 0; tap < taps.Length; tap++)
        {
            (int row, int column) = Math.DivRem(tap, layer.KernelWidth);
            taps[tap] = row * rowStride + column % columnPhases * (nint)source.Layout.PhaseStride + column / columnPhases;
        }

        return (source, offset, layer.Stride * rowStride, taps);
    }

    /// <summary>A depthwise convolution.</summary>
    public static DepthwiseStep<TSimd, TVector> Depthwise(StagePlan plan, ConvolutionProducer convolution, StagePlan sourcePlan, PlaneView target)
    {
        (PlaneView source, nint offset, nint rowStep, nint[] taps) = Read(convolution, sourcePlan);
        return new DepthwiseStep<TSimd, TVector>(source, target, taps, convolution.Weights, convolution.Bias, offset, rowStep, plan.Stage.NegativeSlope, plan.Norm) { Work = StepWork.Of(plan) };
    }

    /// <summary>A convolution in one or more groups.</summary>
    public static ConvolutionStep<TSimd, TVector> Convolution(
        StagePlan plan, ConvolutionProducer convolution, StagePlan sourcePlan, PlaneView target, NormState? inputNorm, int threads)
    {
        Conv2d layer = convolution.Layer;
        (PlaneView source, nint offset, nint rowStep, nint[] taps) = Read(convolution, sourcePlan);
        var parts = new ConvolutionPart[convolution.Packed.Length];
        for (int group = 0; group < parts.Length; group++)
        {
            PackedFilter filter = convolution.Packed[group];
            parts[group] = new ConvolutionPart(filter, taps)
            {
                SourceOffset = offset + (nint)group * filter.Inputs * source.Layout.PlaneStride,
                SourceRowStep = rowStep,
                TargetOffset = 0,
                TargetRowStep = target.Layout.RowStride,
                TapsPerRow = layer.Stride == 1 ? layer.KernelWidth : 0,
                TapRuns = layer.KernelHeight * Math.Min(layer.Stride, layer.KernelWidth),
                LastSourceRow = layer.KernelHeight - 1 - FormFor(convolution).Border.Top,
                Height = plan.Shape.Height,
                Width = plan.Shape.Width,
                FirstOutput = group * filter.Outputs,
                IsFirst = true,
            };
        }

        return new ConvolutionStep<TSimd, TVector>(source, target, parts, plan.Stage.NegativeSlope, plan.Norm, inputNorm, threads) { Work = StepWork.Of(plan) };
    }

    /// <summary>A transposed convolution: one plain convolution per interleaved part of its result.</summary>
    public static ConvolutionStep<TSimd, TVector> Transposed(
        StagePlan plan, TransposedConvolutionProducer convolution, StagePlan sourcePlan, PlaneView target, int threads)
    {
        PlaneView source = sourcePlan.View(BorderFor(convolution, sourcePlan.Shape, plan.Shape), 1);
        nint rowStride = source.Layout.RowStride;
        int stride = convolution.Layer.Stride;
        var parts = new List<ConvolutionPart>(convolution.Phases.Length);
        foreach (TransposedPhase phase in convolution.Phases)
        {
            int height = (plan.Shape.Height - phase.Row + stride - 1) / stride;
            int width = (plan.Shape.Width - phase.Column + stride - 1) / stride;
            if (height <= 0 || width <= 0)
                continue;
            nint[] taps = [.. phase.RowTaps.SelectMany(row => phase.ColumnTaps.Select(column => row * rowStride + column))];
            parts.Add(new ConvolutionPart(phase.Filter, taps)
            {
                SourceOffset = 0,
                SourceRowStep = rowStride,
                TargetOffset = phase.Row * (nint)target.Layout.RowStride + (stride > 1 ? phase.Column * (nint)target.Layout.PhaseStride : 0),
                TargetRowStep = stride * (nint)target.Layout.RowStride,
                TapRuns = Math.Max(1, phase.RowTaps.Length),
                LastSourceRow = phase.RowTaps.Append(0).Max(),
                Height = height,
                Width = width,
                FirstOutput = 0,
                IsFirst = parts.Count == 0,
            });
        }

        return new ConvolutionStep<TSimd, TVector>(source, target, [.. parts], plan.Stage.NegativeSlope, plan.Norm, null, threads) { Work = StepWork.Of(plan) };
    }
}
