using System.Diagnostics;
using GanCompression.Quality;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace GanCompression.MLNet;

/// <summary>Reads generated and target images row by row and measures them.</summary>
internal static class GeneratorEvaluation
{
    public static GeneratorMetrics Run(
        MLContext context, IDataView data, string generatedColumnName, string targetColumnName, IFeatureExtractor extractor, CancellationToken cancellationToken)
    {
        IHost host = ((IHostEnvironment)context).Register("GanCompressionEvaluator");
        SchemaShape shape = SchemaShapes.Of(data.Schema);
        _ = InputSchema.RequireImage(host, shape, "generated", generatedColumnName);
        _ = InputSchema.RequireImage(host, shape, "target", targetColumnName);
        bool isUnpaired = UnpairedAnnotation.IsOn(shape.First(column => column.Name == targetColumnName));
        var seenGenerated = new DistinctImages();
        var seenTargets = new DistinctImages();

        using IChannel channel = host.Start("Evaluate");
        long start = Stopwatch.GetTimestamp();
        var evaluator = new QualityEvaluator(extractor);
        DataViewSchema.Column generatedColumn = data.Schema[generatedColumnName];
        DataViewSchema.Column targetColumn = data.Schema[targetColumnName];
        RgbImage? last = null;
        using (DataViewRowCursor cursor = data.GetRowCursor([generatedColumn, targetColumn]))
        {
            ValueGetter<MLImage> getGenerated = cursor.GetGetter<MLImage>(generatedColumn);
            ValueGetter<MLImage> getTarget = cursor.GetGetter<MLImage>(targetColumn);
            MLImage generated = null!;
            MLImage target = null!;
            while (cursor.MoveNext())
            {
                cancellationToken.ThrowIfCancellationRequested();
                getTarget(ref target);
                getGenerated(ref generated);
                last = generated.RequiredRgbImage(generatedColumnName, cursor.Position);
                Add(last, target.RequiredRgbImage(targetColumnName, cursor.Position));
                channel.Trace(MessageSensitivity.None, FormattableString.Invariant($"Measured image {evaluator.Count}."));
            }
        }

        QualityMetrics quality = evaluator.Compute();
        GeneratorModel? model = GeneratorAnnotation.Find(data.Schema, generatedColumnName);
        var metrics = new GeneratorMetrics(quality, model is null ? null : ComputeCost.Of(model.Generator.Graph, last!.Height, last.Width));
        channel.Info(MessageSensitivity.None, FormattableString.Invariant($"Evaluated {quality.Images} images in {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s: {metrics}."));
        return metrics;

        // The smaller one of two unpaired sets comes again row after row, but each image counts once.
        void Add(RgbImage made, RgbImage wanted)
        {
            if (!isUnpaired)
            {
                evaluator.Add(made, wanted);
                return;
            }

            if (seenGenerated.Add(made))
                evaluator.AddGenerated(made);
            if (seenTargets.Add(wanted))
                evaluator.AddTarget(wanted);
        }
    }
}
