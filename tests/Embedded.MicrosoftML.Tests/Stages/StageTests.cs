namespace Embedded.MicrosoftML.Tests.Stages;

/// <summary>Stages from outside ML.NET: one finds the model of the stage before it in the schema, and each is saved as transformers of ML.NET's own.</summary>
[TestClass]
public sealed class StageTests
{
    private readonly MLContext _ml = new(seed: 1);

    [ClassInitialize]
    public static void Register(TestContext context) => DataViewTypeManager.Register(ScaleModelType.Instance, typeof(ScaleModel));

    [TestMethod]
    public void Stages_HandTheModelOn_InFlatNestedAndCachedChains()
    {
        IDataView data = Data();
        IEstimator<ITransformer> flat = new ScaleEstimator("teacher").Append(new ScaleEstimator("one", true)).Append(new ScaleEstimator("two", true));
        IEstimator<ITransformer> nested = new ScaleEstimator("teacher").Append(new ScaleEstimator("one", true).Append(new ScaleEstimator("two", true)));
        IEstimator<ITransformer> cached = new ScaleEstimator("teacher").AppendCacheCheckpoint(_ml).Append(new ScaleEstimator("one", true)).AppendCacheCheckpoint(_ml).Append(new ScaleEstimator("two", true));
        foreach (IEstimator<ITransformer> chain in new[] { flat, nested, cached })
        {
            IDataView output = chain.Fit(data).Transform(data);
            Assert.AreEqual(8, ScaleModel.Find(output.Schema, "Generated")!.Scale);
            Assert.AreEqual(8, output.GetColumn<float[]>("Generated").First()[0]);
        }
    }

    [TestMethod]
    public void MissingTeacher_FailsBeforeAnythingIsFitted()
    {
        InvalidOperationException error = Assert.ThrowsExactly<InvalidOperationException>(() => _ml.Transforms.CopyColumns("Y", "Z").Append(new ScaleEstimator("one", needsTeacher: true)).Fit(Data()));
        Assert.Contains("no teacher in the shape", error.Message);
    }

    [TestMethod]
    public void HiddenStages_AreNeverComputed()
    {
        IDataView data = Data();
        TransformerChain<ScaleTransformer> model = new ScaleEstimator("teacher").Append(new ScaleEstimator("one", true)).Append(new ScaleEstimator("two", true)).Fit(data);
        Assert.HasCount(100, model.Transform(data).GetColumn<float[]>("Generated").ToArray());
        Assert.HasCount(100, _ml.Data.CreateEnumerable<Output>(model.Transform(data), false).ToArray());
        Assert.HasCount(100, _ml.Data.Cache(model.Transform(data)).GetColumn<float[]>("Generated").ToArray());
        using PredictionEngine<Input, Output> engine = _ml.Model.CreatePredictionEngine<Input, Output>(model);
        Assert.AreEqual(16, engine.Predict(new Input { Z = [1, 2, 3] }).Generated![1]);
        CollectionAssert.AreEqual(new[] { 0, 0, 301 }, model.Cast<ScaleTransformer>().Select(stage => stage.Calls).ToArray());
    }

    [TestMethod]
    public void Transform_IsLazy()
    {
        IDataView data = Data();
        ScaleTransformer stage = new ScaleEstimator("teacher").Fit(data);
        IDataView output = _ml.Transforms.CopyColumns("Copy", "Generated").Fit(stage.Transform(data)).Transform(stage.Transform(data));
        // A cursor with the column in it may run ahead on other threads; one without it never computes it.
        using DataViewRowCursor cursor = output.GetRowCursor([output.Schema["Z"]]);
        Assert.AreEqual(0, stage.Calls);
        Assert.HasCount(100, output.GetColumn<float[]>("Z").ToArray());
        Assert.AreEqual(0, stage.Calls);
    }

    [TestMethod]
    public void Annotation_SurvivesOperationsOnRowsAndOtherColumns()
    {
        IDataView data = Data();
        IDataView output = new ScaleEstimator("teacher").Fit(data).Transform(data);
        DataOperationsCatalog.TrainTestData split = _ml.Data.TrainTestSplit(output);
        DataOperationsCatalog.TrainTestData fold = _ml.Data.CrossValidationSplit(output, 3)[0];
        var views = new Dictionary<string, IDataView>
        {
            ["Cache"] = _ml.Data.Cache(output),
            ["TakeRows"] = _ml.Data.TakeRows(output, 5),
            ["SkipRows"] = _ml.Data.SkipRows(output, 5),
            ["FilterRowsByColumn"] = _ml.Data.FilterRowsByColumn(output, "Weight", 10, 20),
            ["ShuffleRows"] = _ml.Data.ShuffleRows(output),
            ["TrainSet"] = split.TrainSet,
            ["TestSet"] = split.TestSet,
            ["FoldTrain"] = fold.TrainSet,
            ["FoldTest"] = fold.TestSet,
            ["CopyColumns"] = _ml.Transforms.CopyColumns("Copy", "Generated").Fit(output).Transform(output),
            ["SelectColumns"] = _ml.Transforms.SelectColumns("Generated").Fit(output).Transform(output),
            ["DropColumns"] = _ml.Transforms.DropColumns("Z").Fit(output).Transform(output),
        };
        foreach ((string name, IDataView view) in views)
        {
            Assert.AreEqual("teacher", ScaleModel.Find(view.Schema, "Generated")?.Name, $"after {name}");
            Assert.IsTrue(view.GetColumn<float[]>("Generated").Any(), $"after {name}");
        }

        Assert.AreEqual("teacher", ScaleModel.Find(views["CopyColumns"].Schema, "Copy")?.Name);
    }

    [TestMethod]
    public void Annotation_IsLostWhereTheColumnIsMadeAnew()
    {
        IDataView data = Data();
        IDataView output = new ScaleEstimator("teacher").Fit(data).Transform(data);
        IDataView mapped = _ml.Transforms.CustomMapping<Output, Output>((source, target) => target.Generated = source.Generated, null).Fit(output).Transform(output);
        Assert.IsNull(ScaleModel.Find(mapped.Schema, "Generated"));
        IDataView reloaded = _ml.Data.LoadFromEnumerable(_ml.Data.CreateEnumerable<Output>(output, false));
        Assert.IsNull(ScaleModel.Find(reloaded.Schema, "Generated"));
    }

    [TestMethod]
    public void Annotation_OfRegisteredPrimitiveType_GoesThroughSchemas()
    {
        IDataView data = Data();
        IDataView output = _ml.Transforms.SelectColumns("Generated").Fit(new ScaleEstimator("teacher").Fit(data).Transform(data)).Transform(new ScaleEstimator("teacher").Fit(data).Transform(data));
        IDataView again = _ml.Data.LoadFromEnumerable(new[] { new Output { Generated = [1, 2, 3] } }, output.Schema);
        Assert.AreEqual("teacher", ScaleModel.Find(again.Schema, "Generated")?.Name);
    }

    [TestMethod]
    public void Model_SavedAndLoaded_PredictsTheSame_AndRehydrates()
    {
        IDataView data = Data();
        TransformerChain<ScaleTransformer> model = new ScaleEstimator("teacher").Append(new ScaleEstimator("student", true)).Fit(data);
        using var stream = new MemoryStream();
        _ml.Model.Save(model, model.Transform(data).Schema, stream);
        stream.Position = 0;
        ITransformer loaded = new MLContext().Model.Load(stream, out DataViewSchema schema);
        Assert.IsEmpty(schema["Generated"].Annotations.Schema);
        CollectionAssert.AreEqual(model.Transform(data).GetColumn<float[]>("Generated").Last(), loaded.Transform(data).GetColumn<float[]>("Generated").Last());
        Assert.IsNull(ScaleModel.Find(loaded.Transform(data).Schema, "Generated"));
        Assert.IsFalse(((VectorDataViewType)loaded.Transform(data).Schema["Generated"].Type).IsKnownSize);
        using (PredictionEngine<Input, Output> engine = _ml.Model.CreatePredictionEngine<Input, Output>(loaded))
        {
            Assert.AreEqual(8, engine.Predict(new Input { Z = [1, 2, 3] }).Generated![1]);
        }

        ITransformer rehydrated = LoweredScale.Rehydrate(loaded);
        Assert.AreEqual("student", ScaleModel.Find(rehydrated.Transform(data).Schema, "Generated")?.Name);
        Assert.AreEqual(model.Transform(data).Schema["Generated"].Type, rehydrated.Transform(data).Schema["Generated"].Type);
    }

    [TestMethod]
    public void PredictionEngine_DisposesEveryStage()
    {
        TransformerChain<ScaleTransformer> model = new ScaleEstimator("teacher").Append(new ScaleEstimator("student", true)).Fit(Data());
        _ml.Model.CreatePredictionEngine<Input, Output>(model).Dispose();
        Assert.IsTrue(model.Cast<ScaleTransformer>().All(stage => stage.Disposed == 1));
    }

    [TestMethod]
    public void ParallelFits_DoNotMix()
    {
        IDataView data = Data();
        float[] scales = Enumerable.Range(1, 8).AsParallel().Select(depth =>
        {
            IEstimator<ITransformer> chain = new ScaleEstimator("teacher");
            for (int i = 1; i < depth; i++)
            {
                chain = chain.Append(new ScaleEstimator($"student {i}", true));
            }

            return ScaleModel.Find(chain.Fit(data).Transform(data).Schema, "Generated")!.Scale;
        }).ToArray();
        CollectionAssert.AreEquivalent(Enumerable.Range(1, 8).Select(depth => MathF.Pow(2, depth)).ToArray(), scales);
    }

    private IDataView Data() => _ml.Data.LoadFromEnumerable(Enumerable.Range(1, 100).Select(i => new Input { Z = [i, i, i], Weight = i }).ToList());

    private sealed class Input
    {
        [VectorType(3)]
        public float[]? Z { get; set; }

        public float Weight { get; set; }
    }

    private sealed class Output
    {
        [VectorType(3)]
        public float[]? Generated { get; set; }
    }
}
