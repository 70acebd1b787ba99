using Microsoft.ML.Transforms;

namespace Embedded.MicrosoftML.Tests.Estimators;

[TestClass]
public sealed class ChainTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Append_ContinuesAChain()
    {
        IDataView data = Data();
        EstimatorChain<ColumnCopyingTransformer> chain = _ml.Transforms.CopyColumns("B", "A").Append(_ml.Transforms.CopyColumns("C", "B")).Append(_ml.Transforms.CopyColumns("D", "C"));
        TransformerChain<ColumnCopyingTransformer> model = chain.Fit(data);
        Assert.AreEqual(3, model.Count());
        Assert.IsNotNull(model.LastTransformer);
        Assert.AreEqual("A, B, C, D", string.Join(", ", model.GetOutputSchema(data.Schema).Select(column => column.Name)));
        Assert.AreEqual(5, model.Transform(data).GetColumn<float>("D").Single());
    }

    [TestMethod]
    public void Fit_ChecksTheWholeChainFirst()
    {
        int fits = 0;
        IEstimator<ITransformer> chain = _ml.Transforms.CopyColumns("B", "A").WithOnFitDelegate(_ => fits++).Append(_ml.Transforms.CopyColumns("C", "Nothing"));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => chain.Fit(Data()));
        Assert.AreEqual(0, fits);
    }

    [TestMethod]
    public void Scopes_ChooseStages()
    {
        IDataView data = Data();
        TransformerChain<ColumnCopyingTransformer> model = new EstimatorChain<ITransformer>()
            .Append(_ml.Transforms.CopyColumns("B", "A"), TransformerScope.TrainTest)
            .Append(_ml.Transforms.CopyColumns("C", "A"))
            .Fit(data);
        Assert.AreEqual("A, C", string.Join(", ", model.Transform(data).Schema.Select(column => column.Name)));
        Assert.AreEqual("A, B, C", string.Join(", ", model.Transform(data, TransformerScope.Training).Schema.Select(column => column.Name)));
        Assert.AreEqual(1, model.GetModelFor(TransformerScope.Scoring).Count());
    }

    [TestMethod]
    public void AppendCacheCheckpoint_NextStageReadsTheSourceOnce()
    {
        int reads = 0;
        IDataView data = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 5).Select(i =>
        {
            Interlocked.Increment(ref reads);
            return new Row { A = i };
        }));
        var reader = new ReadingEstimator(passes: 3);
        _ml.Transforms.CopyColumns("B", "A").AppendCacheCheckpoint(_ml).Append(reader).Fit(data);
        Assert.AreEqual(5, reads);
        Assert.ThrowsExactly<InvalidOperationException>(() => new EstimatorChain<ITransformer>().AppendCacheCheckpoint(_ml));
    }

    [TestMethod]
    public void Dispose_DisposesStagesOnce()
    {
        var stage = new Passing();
        var chain = new TransformerChain<ITransformer>(stage, new TransformerChain<ITransformer>(stage));
        chain.Dispose();
        chain.Dispose();
        Assert.AreEqual(2, stage.Disposed);
    }

    [TestMethod]
    public void EmptyChain_PassesDataThrough()
    {
        IDataView data = Data();
        Assert.AreSame(data, new TransformerChain<ITransformer>().Transform(data));
        IRowToRowMapper mapper = ((ITransformer)new TransformerChain<ITransformer>()).GetRowToRowMapper(data.Schema);
        Assert.AreSame(data.Schema, mapper.OutputSchema);
    }

    [TestMethod]
    public void Mapper_DependsOnWhatIsAsked()
    {
        IDataView data = _ml.Data.LoadFromEnumerable(new[] { new TwoColumns() });
        ITransformer model = _ml.Transforms.CopyColumns("C", "A").Append(_ml.Transforms.CopyColumns("D", "C")).Fit(data);
        IRowToRowMapper mapper = model.GetRowToRowMapper(data.Schema);
        Assert.AreEqual("A", mapper.GetDependencies([mapper.OutputSchema["D"]]).Single().Name);
        Assert.AreEqual("B", mapper.GetDependencies([mapper.OutputSchema["B"]]).Single().Name);
    }

    [TestMethod]
    public void AppendTransformer_MakesAChain()
    {
        IDataView data = Data();
        ITransformer first = _ml.Transforms.CopyColumns("B", "A").Fit(data);
        TransformerChain<ColumnCopyingTransformer> both = first.Append(_ml.Transforms.CopyColumns("C", "A").Fit(data));
        Assert.AreEqual("A, B, C", string.Join(", ", both.Transform(data).Schema.Select(column => column.Name)));
    }

    private IDataView Data() => _ml.Data.LoadFromEnumerable(new[] { new Row { A = 5 } });

    private sealed class Row
    {
        public float A { get; set; }
    }

    private sealed class TwoColumns
    {
        public float A { get; set; }

        public float B { get; set; }
    }

    private sealed class ReadingEstimator(int passes) : IEstimator<ITransformer>
    {
        public ITransformer Fit(IDataView input)
        {
            for (int i = 0; i < passes; i++)
            {
                Assert.AreEqual(5, input.GetColumn<float>("B").Count());
            }

            return new Passing();
        }

        public SchemaShape GetOutputSchema(SchemaShape inputSchema) => inputSchema;
    }

    private sealed class Passing : ITransformer, IDisposable
    {
        public int Disposed { get; private set; }

        public bool IsRowToRowMapper => false;

        public void Dispose() => Disposed++;

        public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => inputSchema;

        public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => throw new NotSupportedException();

        public IDataView Transform(IDataView input) => input;

        void ICanSaveModel.Save(ModelSaveContext ctx)
        {
        }
    }
}
