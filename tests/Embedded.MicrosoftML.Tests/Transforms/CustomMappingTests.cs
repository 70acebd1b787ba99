using Microsoft.ML.Transforms;

namespace Embedded.MicrosoftML.Tests.Transforms;

[TestClass]
public sealed class CustomMappingTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void CustomMapping_AddsColumns_OneCallPerRow()
    {
        int calls = 0;
        IDataView data = _ml.Data.LoadFromEnumerable(new[] { new Source { X = 1 }, new Source { X = 2 } });
        IDataView mapped = _ml.Transforms.CustomMapping<Source, Target>(
            (source, target) =>
            {
                Interlocked.Increment(ref calls);
                target.Double = source.X * 2;
                target.Text = $"{source.X}";
            },
            contractName: null).Fit(data).Transform(data);
        Assert.AreEqual(0, calls);
        Assert.AreEqual("X: Single; Double: Single; Text: String", string.Join("; ", mapped.Schema));
        Target[] targets = _ml.Data.CreateEnumerable<Target>(mapped, false).ToArray();
        Assert.AreEqual(4, targets[1].Double);
        Assert.AreEqual("1", targets[0].Text);
        Assert.AreEqual(2, calls);
        Assert.HasCount(2, mapped.GetColumn<float>("X").ToArray());
        Assert.AreEqual(2, calls);
    }

    [TestMethod]
    public void CustomMapping_OverwritesColumn_AndDropsItsAnnotations()
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Source));
        definition["X"].AddAnnotation("Answer", 42, NumberDataViewType.Int32);
        IDataView data = _ml.Data.LoadFromEnumerable(new[] { new Source { X = 3 } }, definition);
        IDataView mapped = _ml.Transforms.CustomMapping<Source, Source>((source, target) => target.X = source.X + 1, null).Fit(data).Transform(data);
        Assert.HasCount(2, mapped.Schema);
        Assert.IsTrue(mapped.Schema[0].IsHidden);
        Assert.IsEmpty(mapped.Schema["X"].Annotations.Schema);
        Assert.AreEqual(4, mapped.GetColumn<float>("X").Single());
    }

    [TestMethod]
    public void CustomMapping_MissingOrUnfitInput_ThrowsMlNetsError()
    {
        IDataView data = _ml.Data.LoadFromEnumerable(new[] { new Target() });
        CustomMappingEstimator<Source, Target> estimator = _ml.Transforms.CustomMapping<Source, Target>((source, target) => { }, null);
        IEstimator<ITransformer> chain = estimator.Append(_ml.Transforms.CopyColumns("C", "Double"));
        ArgumentOutOfRangeException missing = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => chain.Fit(data));
        Assert.StartsWith("Could not find input column 'X'", missing.Message);
        Assert.AreEqual("inputSchema", missing.ParamName);

        IDataView renamed = _ml.Transforms.CopyColumns("X", "Text").Fit(data).Transform(data);
        ArgumentOutOfRangeException unfit = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => chain.Fit(renamed));
        Assert.StartsWith("Schema mismatch for input column 'X': expected Single, got String", unfit.Message);
    }

    [TestMethod]
    public void CustomMapping_SchemaDefinitions_SetNamesTypesAndAnnotations()
    {
        IDataView data = _ml.Data.LoadFromEnumerable(new[] { new Source { X = 3 } });
        SchemaDefinition output = SchemaDefinition.Create(typeof(Vector));
        output["V"].ColumnName = "Result";
        output["Result"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 2);
        output["Result"].AddAnnotation("Answer", 42, NumberDataViewType.Int32);
        IDataView mapped = _ml.Transforms.CustomMapping<Source, Vector>((source, target) => target.V = new VBuffer<float>(2, [source.X, -source.X]), null, null, output).Fit(data).Transform(data);
        Assert.AreEqual("Result: Vector<Single, 2> {Answer}", mapped.Schema["Result"].ToString());
        CollectionAssert.AreEqual(new float[] { 3, -3 }, mapped.GetColumn<float[]>("Result").Single());
    }

    [TestMethod]
    public void CustomMapping_OnlyActiveInputsAreRead()
    {
        IDataView data = _ml.Data.LoadFromEnumerable(new[] { new Source { X = 3 } });
        IDataView chained = _ml.Transforms.CustomMapping<Source, Target>((source, target) => throw new InvalidOperationException("must not run"), null)
            .Append(_ml.Transforms.CopyColumns("Y", "X")).Fit(data).Transform(data);
        Assert.AreEqual(3, chained.GetColumn<float>("Y").Single());
    }

    [TestMethod]
    public void CustomMapping_WithoutContract_CannotBeSaved()
    {
        IDataView data = _ml.Data.LoadFromEnumerable(new[] { new Source() });
        ITransformer model = _ml.Transforms.CustomMapping<Source, Target>((source, target) => { }, null).Fit(data);
        using var stream = new MemoryStream();
        InvalidOperationException error = Assert.ThrowsExactly<InvalidOperationException>(() => _ml.Model.Save(model, data.Schema, stream));
        Assert.Contains("Empty contract name", error.Message);
    }

    private sealed class Source
    {
        public float X { get; set; }
    }

    private sealed class Target
    {
        public float Double { get; set; }

        public string? Text { get; set; }
    }

    private sealed class Vector
    {
        public VBuffer<float> V { get; set; }
    }
}
