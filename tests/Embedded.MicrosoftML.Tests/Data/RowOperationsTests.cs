namespace Embedded.MicrosoftML.Tests.Data;

[TestClass]
public sealed class RowOperationsTests
{
    private readonly MLContext _ml = new(seed: 3);

    [TestMethod]
    public void TakeAndSkip_GiveStretches()
    {
        IDataView data = Numbers(10);
        CollectionAssert.AreEqual(new[] { 0, 1, 2 }, Ids(_ml.Data.TakeRows(data, 3)));
        CollectionAssert.AreEqual(new[] { 8, 9 }, Ids(_ml.Data.SkipRows(data, 8)));
        CollectionAssert.AreEqual(Array.Empty<int>(), Ids(_ml.Data.SkipRows(data, 20)));
        CollectionAssert.AreEqual(new[] { 4, 5 }, Ids(_ml.Data.TakeRows(_ml.Data.SkipRows(data, 4), 2)));
        Assert.AreEqual(3, _ml.Data.TakeRows(data, 3).GetRowCount());
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Data.TakeRows(data, 0));
    }

    [TestMethod]
    public void Take_DoesNotReadFurther()
    {
        int read = 0;
        IDataView data = _ml.Data.TakeRows(Counting(100, () => read++), 3);
        Assert.HasCount(3, Ids(data));
        Assert.AreEqual(3, read);
    }

    [TestMethod]
    public void Cache_ReadsTheSourceOncePerColumn()
    {
        int read = 0;
        IDataView cached = _ml.Data.Cache(Counting(100, () => Interlocked.Increment(ref read)));
        Assert.IsTrue(cached.CanShuffle);
        CollectionAssert.AreEqual(Enumerable.Range(0, 100).ToArray(), Ids(cached));
        CollectionAssert.AreEqual(Enumerable.Range(0, 100).ToArray(), Ids(cached));
        Assert.AreEqual(100, read);
        Assert.AreEqual(100, cached.GetRowCount());
    }

    [TestMethod]
    public void Cache_CursorWithRandom_GivesAPermutation()
    {
        IDataView cached = _ml.Data.Cache(Numbers(200));
        var ids = new List<int>();
        using (DataViewRowCursor cursor = cached.GetRowCursor(cached.Schema, new Random(5)))
        {
            ValueGetter<int> getter = cursor.GetGetter<int>(cached.Schema["Id"]);
            int id = 0;
            while (cursor.MoveNext())
            {
                getter(ref id);
                ids.Add(id);
            }
        }

        CollectionAssert.AreNotEqual(Enumerable.Range(0, 200).ToArray(), ids);
        CollectionAssert.AreEquivalent(Enumerable.Range(0, 200).ToArray(), ids);
    }

    [TestMethod]
    public void Cache_CursorSet_SharesTheRows()
    {
        IDataView cached = _ml.Data.Cache(Numbers(300));
        Assert.HasCount(300, Ids(cached));
        var ids = new List<int>();
        foreach (DataViewRowCursor cursor in cached.GetRowCursorSet(cached.Schema, 3))
        {
            using (cursor)
            {
                ValueGetter<int> getter = cursor.GetGetter<int>(cached.Schema["Id"]);
                int id = 0;
                while (cursor.MoveNext())
                {
                    getter(ref id);
                    ids.Add(id);
                }
            }
        }

        CollectionAssert.AreEquivalent(Enumerable.Range(0, 300).ToArray(), ids);
    }

    [TestMethod]
    public void CursorSet_ThroughTransforms_GivesEveryRowOnce()
    {
        IDataView cached = _ml.Data.Cache(Numbers(300));
        IDataView view = _ml.Transforms.CustomMapping<Row, Doubled>((row, doubled) => doubled.Twice = row.Id * 2, null)
            .Append(_ml.Transforms.SelectColumns("Twice")).Fit(cached).Transform(cached);
        int[][] parts = view.GetRowCursorSet(view.Schema, 4).AsParallel().Select(cursor =>
        {
            using (cursor)
            {
                ValueGetter<int> getter = cursor.GetGetter<int>(view.Schema["Twice"]);
                var values = new List<int>();
                int value = 0;
                while (cursor.MoveNext())
                {
                    getter(ref value);
                    values.Add(value);
                }

                return values.ToArray();
            }
        }).ToArray();
        CollectionAssert.AreEquivalent(Enumerable.Range(0, 300).Select(i => i * 2).ToArray(), parts.SelectMany(part => part).ToArray());
    }

    [TestMethod]
    public void Cache_ReadersDoNotShareBuffers()
    {
        IDataView cached = _ml.Data.Cache(Numbers(2));
        VBuffer<float> first = cached.GetColumn<VBuffer<float>>("Vector").First();
        VBufferEditor.CreateFromBuffer(ref first).Values[0] = 99;
        Assert.AreEqual(0, cached.GetColumn<VBuffer<float>>("Vector").First().GetItemOrDefault(0));
    }

    [TestMethod]
    public void CacheAndShuffle_LeaveImagesOut()
    {
        using MLImage image = MLImage.CreateFromPixels(1, 1, MLPixelFormat.Bgra32, [1, 2, 3, 255]);
        IDataView data = _ml.Data.LoadFromEnumerable(new[] { new ImageRow { Id = 1, Image = image } });
        Assert.IsNull(_ml.Data.Cache(data).Schema.GetColumnOrNull("Image"));
        Assert.IsNull(_ml.Data.ShuffleRows(data).Schema.GetColumnOrNull("Image"));
        Assert.IsNotNull(_ml.Data.TakeRows(data, 1).Schema.GetColumnOrNull("Image"));
    }

    [TestMethod]
    public void Shuffle_SameSeed_SameOrder()
    {
        IDataView data = Numbers(100);
        int[] first = Ids(_ml.Data.ShuffleRows(data, seed: 7, shufflePoolSize: 20));
        int[] again = Ids(_ml.Data.ShuffleRows(data, seed: 7, shufflePoolSize: 20));
        int[] other = Ids(_ml.Data.ShuffleRows(data, seed: 8, shufflePoolSize: 20));
        CollectionAssert.AreEqual(first, again);
        CollectionAssert.AreNotEqual(first, other);
        CollectionAssert.AreEquivalent(Enumerable.Range(0, 100).ToArray(), first);
        CollectionAssert.AreNotEqual(Enumerable.Range(0, 100).ToArray(), first);
    }

    [TestMethod]
    public void Shuffle_KeepsRowsTogether()
    {
        foreach (Row row in _ml.Data.CreateEnumerable<Row>(_ml.Data.ShuffleRows(Numbers(50), seed: 1, shufflePoolSize: 7), reuseRowObject: false))
        {
            Assert.AreEqual(row.Id, row.Vector![0]);
            Assert.AreEqual(row.Id.ToString(System.Globalization.CultureInfo.InvariantCulture), row.Text);
        }
    }

    [TestMethod]
    public void TrainTestSplit_PartitionsRows()
    {
        IDataView data = Numbers(1000);
        DataOperationsCatalog.TrainTestData split = _ml.Data.TrainTestSplit(data, testFraction: 0.3, seed: 5);
        int[] train = Ids(split.TrainSet);
        int[] test = Ids(split.TestSet);
        Assert.IsTrue(test.Length is > 230 and < 370, $"{test.Length} of 1000 rows are in the test set.");
        CollectionAssert.AreEquivalent(Enumerable.Range(0, 1000).ToArray(), train.Concat(test).ToArray());
        CollectionAssert.AreEqual(test, Ids(split.TestSet));
        CollectionAssert.AreEqual(test, Ids(_ml.Data.TrainTestSplit(data, testFraction: 0.3, seed: 5).TestSet));
        Assert.AreEqual(data.Schema.Count, split.TestSet.Schema.Count);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Data.TrainTestSplit(data, testFraction: 1));
    }

    [TestMethod]
    public void TrainTestSplit_SamplingKey_KeepsGroupsTogether()
    {
        IDataView data = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 600).Select(i => new Grouped { Id = i, Group = $"group {i % 30}" }).ToList());
        DataOperationsCatalog.TrainTestData split = _ml.Data.TrainTestSplit(data, testFraction: 0.4, samplingKeyColumnName: "Group");
        string[] train = split.TrainSet.GetColumn<string>("Group").Distinct().ToArray();
        string[] test = split.TestSet.GetColumn<string>("Group").Distinct().ToArray();
        Assert.IsEmpty(train.Intersect(test));
        Assert.AreEqual(30, train.Length + test.Length);
        Assert.IsTrue(train.Length > 0 && test.Length > 0);
    }

    [TestMethod]
    public void CrossValidationSplit_TestSetsPartitionRows()
    {
        IReadOnlyList<DataOperationsCatalog.TrainTestData> folds = _ml.Data.CrossValidationSplit(Numbers(300), numberOfFolds: 3);
        Assert.HasCount(3, folds);
        CollectionAssert.AreEquivalent(Enumerable.Range(0, 300).ToArray(), folds.SelectMany(fold => Ids(fold.TestSet)).ToArray());
        foreach (DataOperationsCatalog.TrainTestData fold in folds)
        {
            Assert.IsEmpty(Ids(fold.TrainSet).Intersect(Ids(fold.TestSet)));
        }
    }

    [TestMethod]
    public void FilterRowsByColumn_KeepsRange()
    {
        IDataView data = Numbers(10);
        CollectionAssert.AreEqual(new[] { 3, 4 }, Ids(_ml.Data.FilterRowsByColumn(data, "Value", 3, 5)));
        CollectionAssert.AreEqual(new[] { 8, 9 }, Ids(_ml.Data.FilterRowsByColumn(data, "Value", lowerBound: 8)));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Data.FilterRowsByColumn(data, "Text", 0, 1));
    }

    private static int[] Ids(IDataView data) => data.GetColumn<int>("Id").ToArray();

    private IDataView Numbers(int count)
        => _ml.Data.LoadFromEnumerable(Enumerable.Range(0, count)
            .Select(i => new Row { Id = i, Value = i, Vector = [i, -i], Text = i.ToString(System.Globalization.CultureInfo.InvariantCulture) })
            .ToList());

    private IDataView Counting(int count, Action read)
        => _ml.Data.LoadFromEnumerable(Enumerable.Range(0, count).Select(i =>
        {
            read();
            return new Row { Id = i, Vector = [i] };
        }));

    private sealed class Row
    {
        public int Id { get; set; }

        public float Value { get; set; }

        public float[]? Vector { get; set; }

        public string? Text { get; set; }
    }

    private sealed class Doubled
    {
        public int Twice { get; set; }
    }

    private sealed class Grouped
    {
        public int Id { get; set; }

        public string? Group { get; set; }
    }

    private sealed class ImageRow
    {
        public int Id { get; set; }

        [Microsoft.ML.Transforms.Image.ImageType(1, 1)]
        public MLImage? Image { get; set; }
    }
}
