using GanCompression.MLNet;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace GanCompression.TestSupport;

/// <summary>
/// What every stage that adds a column <c>Generated</c> must keep, whatever it does: promises about schemas, laziness,
/// errors, saving, prediction engines, threads and disposal.
/// </summary>
public static class EstimatorWorkout
{
    private const string Generated = nameof(GeneratedImageRow.Generated);

    /// <summary>Puts a stage through everything.</summary>
    /// <param name="context">The context that the stage was made with.</param>
    /// <param name="estimator">The stage; it adds a column <c>Generated</c> made from <c>Source</c>.</param>
    /// <param name="validFit">Data to fit; at least two rows with the columns of <see cref="ImageRow"/>.</param>
    /// <param name="validTransform">Data to apply the fitted stage to; null for <paramref name="validFit"/>.</param>
    /// <param name="invalid">Data that the stage must refuse.</param>
    /// <param name="countNativeObjects">Counts live native objects, for stages that use any; the count must not grow by fitting.</param>
    public static void Run(
        MLContext context,
        IEstimator<ITransformer> estimator,
        IDataView validFit,
        IDataView? validTransform = null,
        IEnumerable<IDataView>? invalid = null,
        Func<long>? countNativeObjects = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(estimator);
        ArgumentNullException.ThrowIfNull(validFit);
        validTransform ??= validFit;
        foreach (IDataView data in invalid ?? [])
            CheckRefused(estimator, data);

        SchemaShape promised = estimator.GetOutputSchema(SchemaShapes.Of(validFit.Schema));
        long before = countNativeObjects?.Invoke() ?? 0;
        ITransformer fitted = estimator.Fit(validFit);
        Assert.AreEqual(before, countNativeObjects?.Invoke() ?? 0, "Fit leaves native objects behind.");
        CheckShape(promised, SchemaShapes.Of(fitted.GetOutputSchema(validFit.Schema)));

        CheckLaziness(fitted, validTransform);
        RgbImage[] expected = ImageColumns.Read(fitted.Transform(validTransform), Generated);
        Assert.IsGreaterThanOrEqualTo(2, expected.Length, "The workout needs at least two rows.");
        CheckRepeatedReads(fitted.Transform(validTransform), expected[0]);
        CheckThreads(fitted, validTransform, expected);
        CheckCursorSet(fitted, validTransform, expected);
        CheckPrediction(context, fitted, validTransform, expected);
        CheckSaving(context, fitted, validTransform, expected);
        CheckDisposal(fitted, validTransform);
        Assert.AreEqual(before, countNativeObjects?.Invoke() ?? 0, "Applying the stage leaves native objects behind.");
    }

    private static void CheckRefused(IEstimator<ITransformer> estimator, IDataView data)
    {
        var probe = new ProbeDataView(data);
        Exception? byShape = Catch(() => estimator.GetOutputSchema(SchemaShapes.Of(data.Schema)));
        Exception? byFit = Catch(() => estimator.Fit(probe));
        Assert.IsNotNull(byShape, "GetOutputSchema accepts invalid data.");
        Assert.IsNotNull(byFit, "Fit accepts invalid data.");
        Assert.AreEqual((byShape.GetType(), byShape.Message), (byFit.GetType(), byFit.Message), "GetOutputSchema and Fit refuse with different errors.");
        Assert.AreEqual(0, probe.Cursors, "Fit reads data before it checks their schema.");
    }

    /// <summary>The shape of a schema, which ML.NET makes for itself alone.</summary>
    public static SchemaShape ShapeOf(DataViewSchema schema) => SchemaShapes.Of(schema);

    private static void CheckShape(SchemaShape promised, SchemaShape actual)
    {
        string[] expected = [.. promised.Select(Describe).Order(StringComparer.Ordinal)];
        string[] found = [.. actual.Select(Describe).Order(StringComparer.Ordinal)];
        CollectionAssert.AreEqual(expected, found, $"The promised shape ({string.Join("; ", expected)}) is not that of the transformer ({string.Join("; ", found)}).");

        static string Describe(SchemaShape.Column column) =>
            $"{column.Name}: {SchemaShapes.TypeName(column)} [{string.Join(", ", column.Annotations.Select(annotation => $"{annotation.Name}: {SchemaShapes.TypeName(annotation)}").Order(StringComparer.Ordinal))}]";
    }

    private static void CheckLaziness(ITransformer fitted, IDataView data)
    {
        var probe = new ProbeDataView(data);
        IDataView view = fitted.Transform(probe);
        Assert.AreEqual(0, probe.Cursors, "Transform opens a cursor.");
        Assert.AreEqual(data.GetRowCount(), view.GetRowCount(), "The number of rows changes.");
        Assert.AreEqual(0, probe.Cursors, "GetRowCount opens a cursor.");
        Assert.AreEqual(data.CanShuffle, view.CanShuffle, "CanShuffle is not that of the input.");
        Assert.IsTrue(fitted.IsRowToRowMapper, "The stage is not a row-to-row mapper.");

        DataViewSchema.Column generated = view.Schema[Generated];
        using (DataViewRowCursor cursor = view.GetRowCursor([generated]))
        {
            ValueGetter<MLImage> getter = cursor.GetGetter<MLImage>(generated);
            Assert.AreEqual(0, probe.Rows + probe.Values, "A cursor reads before MoveNext.");
            Assert.IsTrue(cursor.MoveNext());
            Assert.AreEqual(0, probe.Values, "MoveNext reads values before a getter is called.");
            MLImage image = null!;
            getter(ref image);
            Assert.AreEqual(1, probe.ValuesOf(nameof(ImageRow.Source)), "A getter reads its source other than once.");
            image.Dispose();
            CollectionAssert.AreEqual(new[] { nameof(ImageRow.Source) }, probe.ActiveColumns.ToArray(), "Columns are read that the generated one does not need.");

            DataViewSchema.Column inactive = view.Schema[nameof(ImageRow.Source)];
            Assert.IsFalse(cursor.IsColumnActive(inactive));
            _ = Assert.ThrowsExactly<InvalidOperationException>(() => _ = cursor.GetGetter<MLImage>(inactive));
            _ = Assert.ThrowsExactly<InvalidOperationException>(() => _ = cursor.GetGetter<float>(generated));
        }

        probe = new ProbeDataView(data);
        view = fitted.Transform(probe);
        DataViewSchema.Column name = view.Schema[nameof(ImageRow.Name)];
        using (DataViewRowCursor cursor = view.GetRowCursor([name]))
        {
            while (cursor.MoveNext())
            {
            }
        }

        CollectionAssert.AreEqual(new[] { nameof(ImageRow.Name) }, probe.ActiveColumns.ToArray(), "Columns are active that were not asked for.");
    }

    private static void CheckRepeatedReads(IDataView view, RgbImage expected)
    {
        DataViewSchema.Column generated = view.Schema[Generated];
        using DataViewRowCursor cursor = view.GetRowCursor([generated]);
        ValueGetter<MLImage> first = cursor.GetGetter<MLImage>(generated);
        ValueGetter<MLImage> second = cursor.GetGetter<MLImage>(generated);
        Assert.IsTrue(cursor.MoveNext());
        MLImage a = null!;
        first(ref a);
        MLImage previous = a;
        first(ref a);
        _ = Assert.ThrowsExactly<InvalidOperationException>(() => _ = previous.Width, "The image that was in the variable is not disposed.");
        MLImage b = null!;
        second(ref b);
        Assert.AreNotSame(a, b, "Two variables share one image.");
        ImageColumns.AreEqual([expected, expected], [a.ToRgbImage(), b.ToRgbImage()], "Reading a row again");
        a.Dispose();
        b.Dispose();
    }

    private static void CheckThreads(ITransformer fitted, IDataView data, RgbImage[] expected)
    {
        IDataView view = fitted.Transform(data);
        var results = new RgbImage[2][];
        var errors = new Exception?[2];
        Thread[] threads = [.. Enumerable.Range(0, 2).Select(i => new Thread(() => errors[i] = Catch(() => results[i] = ImageColumns.Read(view, Generated))))];
        foreach (Thread thread in threads)
            thread.Start();
        foreach (Thread thread in threads)
            thread.Join();
        foreach (Exception? error in errors)
            Assert.IsNull(error, $"A cursor fails beside another one: {error}");
        foreach (RgbImage[] result in results)
            ImageColumns.AreEqual(expected, result, "Two cursors in two threads");
    }

    private static void CheckCursorSet(ITransformer fitted, IDataView data, RgbImage[] expected)
    {
        IDataView view = fitted.Transform(data);
        DataViewSchema.Column generated = view.Schema[Generated];
        var images = new SortedDictionary<UInt128, RgbImage>();
        foreach (DataViewRowCursor cursor in view.GetRowCursorSet([generated], 2))
        {
            using (cursor)
            {
                ValueGetter<MLImage> getter = cursor.GetGetter<MLImage>(generated);
                ValueGetter<DataViewRowId> idGetter = cursor.GetIdGetter();
                MLImage image = null!;
                DataViewRowId id = default;
                while (cursor.MoveNext())
                {
                    getter(ref image);
                    idGetter(ref id);
                    images.Add(new UInt128(id.High, id.Low), image.ToRgbImage());
                }
            }
        }

        ImageColumns.AreEqual(expected, [.. images.Values], "A cursor set, ordered by row id");
    }

    private static void CheckPrediction(MLContext context, ITransformer fitted, IDataView data, RgbImage[] expected)
    {
        RgbImage[] sources = ImageColumns.Read(data, nameof(ImageRow.Source));
        using PredictionEngine<ImageRow, GeneratedImageRow> engine =
            context.Model.CreatePredictionEngine<ImageRow, GeneratedImageRow>(fitted, new PredictionEngineOptions { OwnsTransformer = false });
        for (int i = 0; i < sources.Length; i++)
        {
            using MLImage source = sources[i].ToMLImage();
            MLImage? generated = engine.Predict(new ImageRow { Source = source }).Generated;
            Assert.IsNotNull(generated, "A prediction engine makes no image.");
            ImageColumns.AreEqual([expected[i]], [generated.ToRgbImage()], $"Prediction {i}");
            Assert.AreEqual(sources[i].Width, source.Width, "A prediction engine disposes the user's image.");
        }
    }

    private static void CheckSaving(MLContext context, ITransformer fitted, IDataView data, RgbImage[] expected)
    {
        using var stream = new MemoryStream();
        context.Model.Save(fitted, data.Schema, stream);
        stream.Position = 0;
        ITransformer loaded = new MLContext(seed: 2).Model.Load(stream, out _);
        ImageColumns.AreEqual(expected, ImageColumns.Read(loaded.Transform(data), Generated), "A loaded model");
        CheckPrediction(context, loaded, data, expected);

        ITransformer restored = context.GanCompression().Model.Restore(loaded);
        CollectionAssert.AreEqual(
            Describe(fitted.GetOutputSchema(data.Schema)), Describe(restored.GetOutputSchema(data.Schema)), "The schema of a restored model.");
        ImageColumns.AreEqual(expected, ImageColumns.Read(restored.Transform(data), Generated), "A restored model");
        (restored as IDisposable)?.Dispose();

        static string[] Describe(DataViewSchema schema) =>
            [.. schema.Where(column => !column.IsHidden).Select(column => $"{column.Name}: {column.Type} [{string.Join(", ", column.Annotations.Schema.Select(annotation => $"{annotation.Name}: {annotation.Type}"))}]")];
    }

    private static void CheckDisposal(ITransformer fitted, IDataView data)
    {
        var disposable = fitted as IDisposable;
        Assert.IsNotNull(disposable, "The stage cannot be disposed.");
        disposable.Dispose();
        disposable.Dispose();
        _ = Assert.ThrowsExactly<ObjectDisposedException>(() => _ = ImageColumns.Read(fitted.Transform(data), Generated), "A disposed stage goes on.");
    }

    private static Exception? Catch(Action action)
    {
        try
        {
            action();
            return null;
        }
#pragma warning disable CA1031 // The error is compared or reported by the caller.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return e;
        }
    }
}
