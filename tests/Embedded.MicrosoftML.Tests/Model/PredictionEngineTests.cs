namespace Embedded.MicrosoftML.Tests.Model;

[TestClass]
public sealed class PredictionEngineTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Predict_EqualsTransform()
    {
        using PredictionEngine<Input, Output> engine = _ml.Model.CreatePredictionEngine<Input, Output>(Model());
        Assert.AreEqual(6, engine.Predict(new Input { X = 3 }).Y);
        Assert.AreEqual(8, engine.Predict(new Input { X = 4 }).Y);
        var reused = new Output();
        engine.Predict(new Input { X = 5 }, ref reused);
        Assert.AreEqual(10, reused.Y);
        Assert.IsNotNull(engine.OutputSchema.GetColumnOrNull("Y"));
        Assert.ThrowsExactly<ArgumentNullException>(() => engine.Predict(null!));
    }

    [TestMethod]
    public void MissingOutputColumn_IsIgnoredByDefault_AndRefusedOnRequest()
    {
        using PredictionEngine<Input, Wider> engine = _ml.Model.CreatePredictionEngine<Input, Wider>(Model());
        Assert.AreEqual(6, engine.Predict(new Input { X = 3 }).Y);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Model.CreatePredictionEngine<Input, Wider>(Model(), ignoreMissingColumns: false));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Model.CreatePredictionEngine<Input, Wider>(Model(), Data().Schema));
    }

    [TestMethod]
    public void Schema_GivesInputTypes()
    {
        using PredictionEngine<Input, Output> engine = _ml.Model.CreatePredictionEngine<Input, Output>(Model(), Data().Schema);
        Assert.AreEqual(2, engine.Predict(new Input { X = 1 }).Y);
        var builder = new DataViewSchema.Builder();
        builder.AddColumn("Other", NumberDataViewType.Single);
        InvalidOperationException error = Assert.ThrowsExactly<InvalidOperationException>(() => _ml.Model.CreatePredictionEngine<Input, Output>(Model(), builder.ToSchema()));
        Assert.Contains("Type should contain a member named Other", error.Message);
    }

    [TestMethod]
    public void Definitions_RenameColumns()
    {
        SchemaDefinition input = SchemaDefinition.Create(typeof(Other));
        input["Value"].ColumnName = "X";
        using PredictionEngine<Other, Output> engine = _ml.Model.CreatePredictionEngine<Other, Output>(Model(), inputSchemaDefinition: input);
        Assert.AreEqual(14, engine.Predict(new Other { Value = 7 }).Y);
    }

    [TestMethod]
    public void Dispose_DisposesTheTransformer_UnlessNotOwned()
    {
        var owned = new DisposableModel(Model());
        PredictionEngine<Input, Output> engine = _ml.Model.CreatePredictionEngine<Input, Output>(owned);
        engine.Dispose();
        engine.Dispose();
        Assert.AreEqual(1, owned.Disposed);
        var shared = new DisposableModel(Model());
        _ml.Model.CreatePredictionEngine<Input, Output>(shared, new PredictionEngineOptions { OwnsTransformer = false }).Dispose();
        Assert.AreEqual(0, shared.Disposed);
    }

    [TestMethod]
    public void NotRowToRow_IsRefused()
    {
        ArgumentOutOfRangeException error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Model.CreatePredictionEngine<Input, Output>(new DisposableModel(Model(), isMapper: false)));
        Assert.Contains("Must be a row to row mapper", error.Message);
    }

    [TestMethod]
    public void MissingInputColumn_NamesIt()
    {
        ArgumentOutOfRangeException error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Model.CreatePredictionEngine<Other, Output>(Model()));
        Assert.Contains("column 'X'", error.Message);
    }

    private IDataView Data() => _ml.Data.LoadFromEnumerable(new[] { new Input() });

    private ITransformer Model() => _ml.Transforms.CustomMapping<Input, Output>((input, output) => output.Y = input.X * 2, null).Fit(Data());

    private sealed class Input
    {
        public float X { get; set; }
    }

    private sealed class Other
    {
        public float Value { get; set; }
    }

    private sealed class Output
    {
        public float Y { get; set; }
    }

    private sealed class Wider
    {
        public float Y { get; set; }

        public float Z { get; set; }
    }

    private sealed class DisposableModel(ITransformer model, bool isMapper = true) : ITransformer, IDisposable
    {
        public int Disposed { get; private set; }

        public bool IsRowToRowMapper => isMapper;

        public void Dispose() => Disposed++;

        public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => model.GetOutputSchema(inputSchema);

        public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => model.GetRowToRowMapper(inputSchema);

        public IDataView Transform(IDataView input) => model.Transform(input);

        void ICanSaveModel.Save(ModelSaveContext ctx) => model.Save(ctx);
    }
}
