namespace Embedded.DataAnalysis.Tests;

[TestClass]
public sealed class DataFrameTests
{
    [TestMethod]
    public void Values_AreReachedByRowAndColumn()
    {
        DataFrame frame = Frames.Search();
        Assert.AreEqual(4, frame.Rows.Count);
        Assert.AreEqual(32, frame[1, 1]);
        frame[1, 2] = 50.0;
        frame.Rows[1]["Name"] = "B";
        frame.Rows[1][1] = 33;
        CollectionAssert.AreEqual(new object?[] { "B", 33, 50.0, false }, frame.Row(1));
        Assert.AreEqual("B 33 50 False ", frame.Rows[1].ToString());
        Assert.AreEqual("null 16 60.25 False ", frame.Rows[2].ToString());
        Assert.AreEqual("Fid", frame.Rows[0].GetValues().ElementAt(2).Key);
        Assert.HasCount(4, frame.Rows.ToArray());
    }

    [TestMethod]
    public void Filter_ByTruthValues_GivesAnIndependentFrame()
    {
        DataFrame frame = Frames.Search();
        DataFrame kept = frame.Filter(frame["Channels"].ElementwiseGreaterThan(40));
        CollectionAssert.AreEqual(new object?[] { "a", "d" }, kept["Name"].Values());
        Assert.IsInstanceOfType<DoubleDataFrameColumn>(kept["Fid"]);
        kept["Name"][0] = "changed";
        Assert.AreEqual("a", frame["Name"][0]);
        Assert.AreEqual(2, frame[frame.Columns.GetBooleanColumn("Kept")].Rows.Count);
        Assert.AreEqual(1, frame[new[] { false, true, false, false }].Rows.Count);
    }

    [TestMethod]
    public void Filter_OfAnotherLength_MayOnlyBeShorter()
    {
        DataFrame frame = Frames.Search();
        Assert.AreEqual(2, frame[new[] { true, true }].Rows.Count);
        Assert.AreEqual(0, frame.Filter(new BooleanDataFrameColumn("Filter", 4)).Rows.Count);
        ArgumentException error = Assert.ThrowsExactly<ArgumentException>(() => frame[new[] { true, true, true, true, true }]);
        Assert.StartsWith("MapIndices exceeds column length", error.Message);
    }

    [TestMethod]
    public void Filter_ByRows_MayRepeatAndReorder()
    {
        DataFrame frame = Frames.Search();
        CollectionAssert.AreEqual(new object?[] { 48, 64, 64 }, frame[new[] { 3, 0, 0 }]["Channels"].Values());
        CollectionAssert.AreEqual(new object?[] { 16 }, frame[new[] { 2L }]["Channels"].Values());
        DataFrame withNull = frame.Filter(new Int64DataFrameColumn("Rows", new long?[] { 1, null }));
        CollectionAssert.AreEqual(new object?[] { "b", null }, withNull["Name"].Values());
        CollectionAssert.AreEqual(new object?[] { 32, null }, withNull["Channels"].Values());
        Assert.Throws<Exception>(() => frame[new[] { 4 }]);
    }

    [TestMethod]
    public void HeadAndTail_GiveEndsAndNoMoreThanThereIs()
    {
        DataFrame frame = Frames.Search();
        CollectionAssert.AreEqual(new object?[] { 64, 32 }, frame.Head(2)["Channels"].Values());
        CollectionAssert.AreEqual(new object?[] { 16, 48 }, frame.Tail(2)["Channels"].Values());
        Assert.AreEqual(4, frame.Head(4).Rows.Count);
        Assert.Throws<Exception>(() => frame.Head(5));
        Assert.Throws<Exception>(() => frame.Tail(5));
    }

    [TestMethod]
    public void OrderBy_MovesWholeRows()
    {
        DataFrame frame = Frames.Search();
        CollectionAssert.AreEqual(new object?[] { 64, 48, 16, 32 }, frame.OrderBy("Fid")["Channels"].Values());
        CollectionAssert.AreEqual(new object?[] { 16, 48, 64, 32 }, frame.OrderByDescending("Fid")["Channels"].Values());
        CollectionAssert.AreEqual(new object?[] { 32, 64, 48, 16 }, frame.OrderBy("Fid", putNullValuesLast: false)["Channels"].Values());
        CollectionAssert.AreEqual(new object?[] { "d", "b", "a", null }, frame.OrderBy("Name", ascending: false)["Name"].Values());
        Assert.ThrowsExactly<ArgumentException>(() => frame.OrderBy("Unknown"));
        Assert.AreEqual(64, frame[0, 1]);
    }

    [TestMethod]
    public void OrderBy_WithoutRows_Throws()
    {
        var empty = new DataFrame(new Int32DataFrameColumn("Numbers"));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => empty.OrderBy("Numbers"));
    }

    [TestMethod]
    public void Clone_IsIndependent()
    {
        DataFrame frame = Frames.Search();
        DataFrame clone = frame.Clone();
        clone[0, 0] = "changed";
        clone.Columns.Remove("Fid");
        Assert.AreEqual("a", frame[0, 0]);
        Assert.HasCount(4, frame.Columns);
        Assert.AreEqual(4, clone.Rows.Count);
    }

    [TestMethod]
    public void Nulls_AreDroppedByRow()
    {
        DataFrame frame = Frames.Search();
        CollectionAssert.AreEqual(new object?[] { "a", "d" }, frame.DropNulls()["Name"].Values());
        Assert.AreEqual(4, frame.DropNulls(DropNullOptions.All).Rows.Count);
        var nulls = new DataFrame(new Int32DataFrameColumn("A", 1), new StringDataFrameColumn("B", 1));
        Assert.AreEqual(0, nulls.DropNulls(DropNullOptions.All).Rows.Count);
    }

    [TestMethod]
    public void FillNulls_FillsEveryColumn()
    {
        var frame = new DataFrame(new Int32DataFrameColumn("A", new int?[] { 1, null }), new DoubleDataFrameColumn("B", new double?[] { null, 2 }));
        DataFrame filled = frame.FillNulls(5);
        CollectionAssert.AreEqual(new object?[] { 1, 5.0 }, filled.Row(0));
        CollectionAssert.AreEqual(new object?[] { 5, 2.0 }, filled.Row(1));
        Assert.AreEqual(1, frame["A"].NullCount);
        Assert.AreSame(frame, frame.FillNulls(5, inPlace: true));
        Assert.AreEqual(0, frame["A"].NullCount);
    }

    [TestMethod]
    public void Append_ConvertsValues()
    {
        DataFrame frame = Frames.Search();
        DataFrame longer = frame.Append(new object?[] { "e", "8", 1, "true" }!);
        CollectionAssert.AreEqual(new object?[] { "e", 8, 1.0, true }, longer.Row(4));
        Assert.AreEqual(4, frame.Rows.Count);
        Assert.AreSame(frame, frame.Append(new object?[] { "", "", "NULL" }!, inPlace: true));
        CollectionAssert.AreEqual(new object?[] { "", null, null, null }, frame.Row(4));
        frame.Append(new List<object> { "null" }, inPlace: true);
        Assert.IsNull(frame[5, 0]);
        Assert.AreEqual(6, frame.Rows.Count);
    }

    [TestMethod]
    public void Append_OfTheWrongShape_ChangesNothing()
    {
        DataFrame frame = Frames.Search();
        ArgumentException error = Assert.ThrowsExactly<ArgumentException>(() => frame.Append(new object[] { "e", 1, 2, true, 5 }, inPlace: true));
        Assert.StartsWith("Parameter.Count exceeds the number of columns(4) in the DataFrame", error.Message);
        Assert.ThrowsExactly<FormatException>(() => frame.Append(new object[] { "e", "eight" }, inPlace: true));
        Assert.AreEqual(4, frame.Rows.Count);
        Assert.IsTrue(frame.Columns.All(column => column.Length == 4));
    }

    [TestMethod]
    public void Append_ByName_FillsTheRestWithNulls()
    {
        DataFrame frame = Frames.Search();
        frame.Append(new Dictionary<string, object> { ["Fid"] = "12.5", ["Name"] = "e" }, inPlace: true, System.Globalization.CultureInfo.InvariantCulture);
        CollectionAssert.AreEqual(new object?[] { "e", null, 12.5, null }, frame.Row(4));
        ArgumentException error = Assert.ThrowsExactly<ArgumentException>(() => frame.Append(new Dictionary<string, object> { ["Unknown"] = 1 }));
        Assert.StartsWith("Column 'Unknown' does not exist", error.Message);
    }

    [TestMethod]
    public void Append_OfRows_TakesThemFromAnotherFrame()
    {
        DataFrame frame = Frames.Search();
        DataFrame longer = frame.Append(Frames.Search().Head(2).Rows);
        Assert.AreEqual(6, longer.Rows.Count);
        CollectionAssert.AreEqual(new object?[] { "b", 32, null, false }, longer.Row(5));
    }

    [TestMethod]
    public void LoadFrom_MakesColumnsByType()
    {
        DataFrame frame = DataFrame.LoadFrom(
            [["a", 1, 2.5], ["b", 2, null!]],
            [("Name", typeof(string)), ("Channels", typeof(long)), ("Fid", typeof(double))]);
        CollectionAssert.AreEqual(new object?[] { "b", 2L, null }, frame.Row(1));
        Assert.Throws<NotSupportedException>(() => DataFrame.LoadFrom([], [("Id", typeof(Guid))]));
    }

    [TestMethod]
    public void Info_GivesTypesAndLengths()
    {
        DataFrame info = Frames.Search().Info();
        CollectionAssert.AreEqual(new object?[] { "DataType", "Length (excluding null values)" }, info["Info"].Values());
        CollectionAssert.AreEqual(new object?[] { "System.Double", "3" }, info["Fid"].Values());
        CollectionAssert.AreEqual(new object?[] { "System.String", "3" }, info["Name"].Values());
        CollectionAssert.AreEqual(new[] { "Info", "Name", "Channels", "Fid", "Kept" }, info.Columns.Select(column => column.Name).ToArray());
    }

    [TestMethod]
    public void Description_SummarisesNumbers()
    {
        DataFrame description = Frames.Search().Description();
        CollectionAssert.AreEqual(new[] { "Description", "Channels", "Fid" }, description.Columns.Select(column => column.Name).ToArray());
        CollectionAssert.AreEqual(new object?[] { "Length (excluding null values)", "Max", "Min", "Mean" }, description["Description"].Values());
        CollectionAssert.AreEqual(new object?[] { 4f, 64f, 16f, 40f }, description["Channels"].Values());
        // The sum of three values, divided by four rows.
        CollectionAssert.AreEqual(new object?[] { 3f, 60.25f, 41.5f, 145.75f / 4 }, description["Fid"].Values());
        Assert.IsEmpty(new DataFrame(new StringDataFrameColumn("Name", 1)).Description().Columns);
    }

    [TestMethod]
    public void ToString_IsATable()
    {
        var frame = new DataFrame(new StringDataFrameColumn("Configuration", new[] { "32_24", null }), new DoubleDataFrameColumn("Fid", new double?[] { 41.5, null }));
        string nl = Environment.NewLine;
        Assert.AreEqual(
            $"Configuration Fid           {nl}32_24         41.5          {nl}null          null          {nl}",
            frame.ToString());
        Assert.AreEqual(
            $"Configuration Fid           {nl}32_24         41.5          {nl}  ... 1 of total 2{nl}",
            frame.ToString(1));
        Assert.AreEqual($"A         {nl}", new DataFrame(new Int32DataFrameColumn("A")).ToString());
    }
}
