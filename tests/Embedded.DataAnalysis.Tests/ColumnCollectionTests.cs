namespace Embedded.DataAnalysis.Tests;

[TestClass]
public sealed class ColumnCollectionTests
{
    [TestMethod]
    public void Columns_OfUnequalLength_AreRefused()
    {
        DataFrame frame = Frames.Search();
        ArgumentException error = Assert.ThrowsExactly<ArgumentException>(() => frame.Columns.Add(new Int32DataFrameColumn("Short", new[] { 1 })));
        Assert.StartsWith("Column lengths are mismatched", error.Message);
        Assert.AreEqual("column", error.ParamName);
        Assert.ThrowsExactly<ArgumentException>(() => frame["Fid"] = new DoubleDataFrameColumn("Fid", 3));
        Assert.HasCount(4, frame.Columns);
    }

    [TestMethod]
    public void Columns_OfTheSameName_AreRefused()
    {
        ArgumentException error = Assert.ThrowsExactly<ArgumentException>(() => new DataFrame(
            new Int32DataFrameColumn("Same", new[] { 1 }), new Int32DataFrameColumn("Same", new[] { 2 })));
        Assert.StartsWith("DataFrame already contains a column called Same", error.Message);
        DataFrame frame = Frames.Search();
        Assert.ThrowsExactly<ArgumentException>(() => frame.Columns[0] = new StringDataFrameColumn("Fid", 4));
        Assert.ThrowsExactly<ArgumentException>(() => frame.Columns["Name"].SetName("Fid"));
    }

    [TestMethod]
    public void Column_IsFoundByItsExactName()
    {
        DataFrame frame = Frames.Search();
        Assert.AreEqual(2, frame.Columns.IndexOf("Fid"));
        Assert.AreEqual(-1, frame.Columns.IndexOf("fid"));
        Assert.AreSame(frame.Columns[2], frame["Fid"]);
        ArgumentException error = Assert.ThrowsExactly<ArgumentException>(() => frame["fid"]);
        Assert.StartsWith("Column 'fid' does not exist", error.Message);
        Assert.AreEqual("columnName", error.ParamName);
    }

    [TestMethod]
    public void Column_SetByName_IsReplacedOrAdded()
    {
        DataFrame frame = Frames.Search();
        var macs = new Int64DataFrameColumn("Anything", new[] { 4L, 3L, 2L, 1L });
        frame["Macs"] = macs;
        Assert.AreEqual("Macs", macs.Name);
        Assert.AreEqual(4, frame.Columns.IndexOf("Macs"));
        frame["Fid"] = new DoubleDataFrameColumn("New", new[] { 1.0, 2.0, 3.0, 4.0 });
        Assert.AreEqual(2, frame.Columns.IndexOf("Fid"));
        Assert.AreEqual(1.0, frame[0, 2]);
    }

    [TestMethod]
    public void Columns_InsertedRemovedAndRenamed_KeepTheirOrder()
    {
        DataFrame frame = Frames.Search();
        frame.Columns.Insert(1, new[] { 1f, 2f, 3f, 4f }, "Size");
        frame.Columns.Remove("Channels");
        frame.Columns.Remove("Unknown");
        frame.Columns.RenameColumn("Kept", "Chosen");
        frame["Name"].SetName("Title");
        CollectionAssert.AreEqual(new[] { "Title", "Size", "Fid", "Chosen" }, frame.Columns.Select(column => column.Name).ToArray());
        Assert.AreEqual(3, frame.Columns.IndexOf("Chosen"));
        Assert.AreEqual(-1, frame.Columns.IndexOf("Name"));
    }

    [TestMethod]
    public void Columns_AllRemoved_LeaveNoRows()
    {
        DataFrame frame = Frames.Search();
        frame.Columns.Clear();
        Assert.AreEqual(0, frame.Rows.Count);
        frame.Columns.Add(new Int32DataFrameColumn("Short", new[] { 1 }));
        Assert.AreEqual(1, frame.Rows.Count);
        frame.Columns.RemoveAt(0);
        Assert.AreEqual(0, frame.Rows.Count);
    }

    [TestMethod]
    public void TypedGetters_CheckTheType()
    {
        DataFrame frame = Frames.Search();
        Assert.AreEqual(41.5, frame.Columns.GetDoubleColumn("Fid")[0]);
        Assert.AreEqual(64, frame.Columns.GetInt32Column("Channels")[0]);
        Assert.AreEqual("a", frame.Columns.GetStringColumn("Name")[0]);
        Assert.AreEqual(true, frame.Columns.GetBooleanColumn("Kept")[0]);
        Assert.AreEqual(64, frame.Columns.GetPrimitiveColumn<int>("Channels")[0]);
        ArgumentException error = Assert.ThrowsExactly<ArgumentException>(() => frame.Columns.GetDoubleColumn("Channels"));
        Assert.AreEqual("Cannot cast column holding System.Int32 values to type System.Double", error.Message);
        frame.Columns.Add(DataFrameColumn.Create("Plain", new[] { 1.0, 2.0, 3.0, 4.0 }));
        Assert.ThrowsExactly<ArgumentException>(() => frame.Columns.GetDoubleColumn("Plain"));
        Assert.AreEqual(2.0, frame.Columns.GetPrimitiveColumn<double>("Plain")[1]);
    }
}
