using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>The stateless side of the modules.</summary>
        public static class functional
        {
            private static readonly long[] s_ones = [1, 1];
            private static readonly long[] s_zeros = [0, 0];

            public static Tensor conv2d(
                Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, long[]? padding = null, long[]? dilation = null, long groups = 1) =>
                Aten.Conv2d.Call(input, weight, bias, Pair(strides) ?? s_ones, Pair(padding) ?? s_zeros, Pair(dilation) ?? s_ones, groups);

            public static Tensor conv_transpose2d(
                Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, long[]? padding = null,
                long[]? output_padding = null, long[]? dilation = null, long groups = 1) =>
                Aten.ConvTranspose2d.Call(
                    input, weight, bias, Pair(strides) ?? s_ones, Pair(padding) ?? s_zeros, Pair(output_padding) ?? s_zeros, groups, Pair(dilation) ?? s_ones);

            public static Tensor linear(Tensor input, Tensor weights, Tensor? bias = null) => Aten.Linear.Call(input, weights, bias);

            public static Tensor relu(Tensor x, bool inplace = false) => inplace ? x.relu_().alias() : x.relu();

            public static Tensor leaky_relu(Tensor input, double negative_slope = 0.01, bool inplace = false) =>
                inplace ? input.leaky_relu_(negative_slope).alias() : Aten.LeakyRelu.Call(input, negative_slope);

            public static Tensor tanh(Tensor x, bool inplace = false) => inplace ? x.tanh_().alias() : x.tanh();

            public static Tensor sigmoid(Tensor x) => x.sigmoid();

            public static Tensor sigmoid(Tensor x, bool inplace) => inplace ? x.sigmoid_().alias() : x.sigmoid();

            public static Tensor softplus(Tensor x, double beta = 1, double threshold = 20) => x.softplus(beta, threshold);

            public static Tensor softmax(Tensor input, long dim, ScalarType? dtype = null) => input.softmax(dim, dtype);

            public static Tensor dropout(Tensor input, double p = 0.5, bool training = true, bool inplace = false)
            {
                if (!inplace)
                    return Aten.Dropout.Call(input, p, training);
                Aten.DropoutInPlace.Run(input, p, training);
                return input.alias();
            }

            public static Tensor instance_norm(
                Tensor input, Tensor? running_mean = null, Tensor? running_var = null, Tensor? weight = null, Tensor? bias = null,
                bool use_input_stats = true, double momentum = 0.1, double eps = 1e-05) =>
                Aten.InstanceNorm.Call(input, weight, bias, running_mean, running_var, use_input_stats, momentum, eps, false);

            public static Tensor batch_norm(
                Tensor input, Tensor? running_mean, Tensor? running_var, Tensor? weight = null, Tensor? bias = null,
                bool training = false, double momentum = 0.1, double eps = 1e-05) =>
                Aten.BatchNorm.Call(input, weight, bias, running_mean, running_var, training, momentum, eps, false);

            public static Tensor layer_norm(Tensor input, long[] normalized_shape, Tensor? weight = null, Tensor? bias = null, double eps = 1e-05) =>
                Aten.LayerNorm.Call(input, normalized_shape, weight, bias, eps);

            public static Tensor pad(Tensor input, long[] pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                mode is PaddingModes.Constant or PaddingModes.Zeros
                    ? Aten.ConstantPad.Call(input, pad, value)
                    : Aten.Pad.Call(input, pad, mode switch
                    {
                        PaddingModes.Reflect => "reflect",
                        PaddingModes.Replicate => "replicate",
                        PaddingModes.Circular => "circular",
                        _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, "Unknown padding mode."),
                    });

            public static Tensor pad(Tensor input, ReadOnlySpan<long> pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                functional.pad(input, pad.ToArray(), mode, value);

            public static Tensor pad(Tensor input, (long, long) pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                functional.pad(input, new[] { pad.Item1, pad.Item2 }, mode, value);

            public static Tensor pad(Tensor input, (long, long, long, long) pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                functional.pad(input, new[] { pad.Item1, pad.Item2, pad.Item3, pad.Item4 }, mode, value);

            /// <summary>
            /// Resizes the spatial dimensions of an [N, C, H, W] tensor to a size or by a factor for each.
            /// </summary>
            public static Tensor interpolate(
                Tensor x, long[]? size = null, double[]? scale_factor = null, InterpolationMode mode = InterpolationMode.Nearest,
                bool? align_corners = null, bool recompute_scale_factor = false, bool antialias = false)
            {
                if (x.ndim != 4)
                    throw new ArgumentException($"interpolate() resizes [N, C, H, W] tensors here, but got {x}.");
                if ((size is null) == (scale_factor is null))
                    throw new ArgumentException("interpolate() needs either 'size' or 'scale_factor'.");
                if (align_corners == true && mode is InterpolationMode.Nearest or InterpolationMode.Area)
                    throw new ArgumentException("align_corners applies to the modes Bilinear and Bicubic only.");
                if (antialias && mode is not (InterpolationMode.Bilinear or InterpolationMode.Bicubic))
                    throw new ArgumentException("antialias applies to the modes Bilinear and Bicubic only.");
                if (size is { Length: 1 })
                    size = [size[0], size[0]];
                if (scale_factor is { Length: 1 })
                    scale_factor = [scale_factor[0], scale_factor[0]];
                if (size is { Length: not 2 } || scale_factor is { Length: not 2 })
                    throw new ArgumentException("interpolate() needs one size or factor for each of the dimensions H and W.");
                if (scale_factor is not null && (recompute_scale_factor || mode == InterpolationMode.Area))
                {
                    size = [(long)Math.Floor(x.size(2) * scale_factor[0]), (long)Math.Floor(x.size(3) * scale_factor[1])];
                    scale_factor = null;
                }
                var corners = align_corners ?? false;
                return (mode, antialias) switch
                {
                    (InterpolationMode.Nearest, _) => Aten.UpsampleNearest2d.Call(x, size, scale_factor),
                    (InterpolationMode.Bilinear, false) => Aten.UpsampleBilinear2d.Call(x, size, corners, scale_factor),
                    (InterpolationMode.Bilinear, true) => Aten.UpsampleBilinear2dAntialias.Call(x, size, corners, scale_factor),
                    (InterpolationMode.Bicubic, false) => Aten.UpsampleBicubic2d.Call(x, size, corners, scale_factor),
                    (InterpolationMode.Bicubic, true) => Aten.UpsampleBicubic2dAntialias.Call(x, size, corners, scale_factor),
                    (InterpolationMode.Area, _) => adaptive_avg_pool2d(x, size!),
                    _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, "Unknown interpolation mode."),
                };
            }

            public static Tensor pixel_shuffle(Tensor input, long upscale_factor) => Aten.PixelShuffle.Call(input, upscale_factor);

            public static Tensor avg_pool2d(
                Tensor input, long kernel_size, long? stride = null, long padding = 0,
                bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null) =>
                avg_pool2d(input, [kernel_size, kernel_size], stride is { } s ? [s, s] : null, [padding, padding], ceil_mode, count_include_pad, divisor_override);

            public static Tensor avg_pool2d(
                Tensor input, long[] kernel_size, long[]? stride = null, long[]? padding = null,
                bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null) =>
                Aten.AvgPool2d.Call(input, kernel_size, stride ?? kernel_size, padding ?? s_zeros, ceil_mode, count_include_pad, divisor_override);

            public static Tensor max_pool2d(
                Tensor input, long kernel_size, long? stride = null, long? padding = null, long? dilation = null, bool ceil_mode = false) =>
                max_pool2d(
                    input, [kernel_size, kernel_size], stride is { } s ? [s, s] : null, padding is { } p ? [p, p] : null, dilation is { } d ? [d, d] : null, ceil_mode);

            public static Tensor max_pool2d(
                Tensor input, long[] kernel_size, long[]? strides = null, long[]? padding = null, long[]? dilation = null, bool ceil_mode = false) =>
                Aten.MaxPool2d.Call(input, kernel_size, strides ?? kernel_size, padding ?? s_zeros, dilation ?? s_ones, ceil_mode);

            public static Tensor adaptive_avg_pool2d(Tensor input, long output_size) => adaptive_avg_pool2d(input, [output_size, output_size]);

            public static Tensor adaptive_avg_pool2d(Tensor input, long[] output_size) => Aten.AdaptiveAvgPool2d.Call(input, output_size);

            public static Tensor mse_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) => Aten.MseLoss.Call(input, target, reduction);

            public static Tensor l1_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) => Aten.L1Loss.Call(input, target, reduction);

            public static Tensor smooth_l1_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean, double beta = 1) =>
                Aten.SmoothL1Loss.Call(input, target, reduction, beta);

            public static Tensor binary_cross_entropy_with_logits(
                Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean, Tensor? pos_weights = null) =>
                Aten.BceWithLogits.Call(input, target, weight, pos_weights, reduction);

            private static long[]? Pair(long[]? values) => values is { Length: 1 } ? [values[0], values[0]] : values;
        }
    }
}
