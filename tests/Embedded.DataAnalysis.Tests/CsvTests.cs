using System.Globalization;
using System.Text;

namespace Embedded.DataAnalysis.Tests;

[TestClass]
public sealed class CsvTests
{
    [TestMethod]
    public void LoadCsv_GuessesTypes()
    {
        DataFrame frame = DataFrame.LoadCsvFromString("Name,Fid,Kept,Day\na,41.5,true,2024-02-29\nb,,false,\n");
        Assert.AreEqual(2, frame.Rows.Count);
        Assert.IsInstanceOfType<StringDataFrameColumn>(frame["Name"]);
        Assert.IsInstanceOfType<SingleDataFrameColumn>(frame["Fid"]);
        Assert.IsInstanceOfType<BooleanDataFrameColumn>(frame["Kept"]);
        Assert.IsInstanceOfType<DateTimeDataFrameColumn>(frame["Day"]);
        CollectionAssert.AreEqual(new object?[] { "a", 41.5f, true, new DateTime(2024, 2, 29) }, frame.Row(0));
        CollectionAssert.AreEqual(new object?[] { "b", null, false, null }, frame.Row(1));
    }

    [TestMethod]
    public void LoadCsv_TakesGivenTypes()
    {
        DataFrame frame = DataFrame.LoadCsvFromString("1,2,3\n", header: false, dataTypes: [typeof(int), typeof(double), typeof(string)], columnNames: ["A", "", "C"]);
        CollectionAssert.AreEqual(new[] { "A", "Column1", "C" }, frame.Columns.Select(column => column.Name).ToArray());
        CollectionAssert.AreEqual(new object?[] { 1, 2.0, "3" }, frame.Row(0));
        Assert.AreEqual("Column0", DataFrame.LoadCsvFromString("1\n", header: false).Columns[0].Name);
        DataFrame longs = DataFrame.LoadCsvFromString("A\n1\n", guessTypeFunction: _ => typeof(long));
        Assert.AreEqual(1L, longs[0, 0]);
        Assert.ThrowsExactly<ArgumentException>(() => DataFrame.LoadCsvFromString("A\n1\n", guessRows: 0));
    }

    [TestMethod]
    public void LoadCsv_MixedValues_GiveTheWiderType()
    {
        DataFrame frame = DataFrame.LoadCsvFromString("A,B,C\n1,,null\nx,2,\n");
        Assert.AreEqual(typeof(string), frame["A"].DataType);
        Assert.AreEqual(typeof(float), frame["B"].DataType);
        Assert.AreEqual(typeof(string), frame["C"].DataType);
        CollectionAssert.AreEqual(new object?[] { null, "" }, frame["C"].Values());
    }

    [TestMethod]
    public void LoadCsv_ReadsQuotedFields()
    {
        DataFrame frame = DataFrame.LoadCsvFromString("Name , Text\r\n\r\n a , \"x, \"\"y\"\"\nz\" \r\nb,plain \"text\"\r\n");
        CollectionAssert.AreEqual(new[] { "Name", "Text" }, frame.Columns.Select(column => column.Name).ToArray());
        CollectionAssert.AreEqual(new object?[] { "a", "x, \"y\"\nz" }, frame.Row(0));
        CollectionAssert.AreEqual(new object?[] { "b", "plain \"text\"" }, frame.Row(1));
    }

    [TestMethod]
    public void LoadCsv_ReadsOtherSeparatorsAndCultures()
    {
        CultureInfo german = German();
        DataFrame frame = DataFrame.LoadCsvFromString("A;B\n1,5;2,25\n", separator: ';', dataTypes: [typeof(double), typeof(float)], cultureInfo: german);
        CollectionAssert.AreEqual(new object?[] { 1.5, 2.25f }, frame.Row(0));
        Assert.AreEqual(2f, DataFrame.LoadCsvFromString("A\tB\n1\t2\n", separator: '\t')[0, 1]);
    }

    [TestMethod]
    public void LoadCsv_ReadsAsManyRowsAsAsked()
    {
        const string Text = "A\n1\n2\n3\n";
        Assert.AreEqual(2, DataFrame.LoadCsvFromString(Text, numberOfRowsToRead: 2).Rows.Count);
        DataFrame indexed = DataFrame.LoadCsvFromString(Text, guessRows: 2, addIndexColumn: true);
        CollectionAssert.AreEqual(new object?[] { 0L, 1L, 2L }, indexed["IndexColumn"].Values());
        Assert.AreEqual(0, indexed.Columns.IndexOf("IndexColumn"));
        Assert.ThrowsExactly<FormatException>(() => DataFrame.LoadCsvFromString("A\n1\nx\n", guessRows: 2));
    }

    [TestMethod]
    public void LoadCsv_ShortRows_EndWithNulls()
    {
        DataFrame frame = DataFrame.LoadCsvFromString("A,B\n1,2\n3\n", guessRows: 2);
        CollectionAssert.AreEqual(new object?[] { 3f, null }, frame.Row(1));
        FormatException error = Assert.ThrowsExactly<FormatException>(() => DataFrame.LoadCsvFromString("A,B\n1,2\n3\n"));
        Assert.AreEqual("Line 3 has less columns than expected", error.Message);
        Assert.ThrowsExactly<ArgumentException>(() => DataFrame.LoadCsvFromString("A,B\n1,2\n3,4,5\n", guessRows: 2));
    }

    [TestMethod]
    public void LoadCsv_DuplicateNames_AreRefusedOrRenamed()
    {
        const string Text = "A,A,B,A\n1,2,3,4\n";
        Assert.ThrowsExactly<ArgumentException>(() => DataFrame.LoadCsvFromString(Text));
        DataFrame frame = DataFrame.LoadCsvFromString(Text, renameDuplicatedColumns: true);
        CollectionAssert.AreEqual(new[] { "A", "A.1", "B", "A.2" }, frame.Columns.Select(column => column.Name).ToArray());
    }

    [TestMethod]
    public void LoadCsv_BadText_Throws()
    {
        FormatException error = Assert.ThrowsExactly<FormatException>(() => DataFrame.LoadCsvFromString("\n \n"));
        Assert.AreEqual("Empty file", error.Message);
        Exception malformed = Assert.Throws<Exception>(() => DataFrame.LoadCsvFromString("A,B\n\"open,1\n"));
        Assert.AreEqual("Line 2 cannot be parsed with the current Delimiters.", malformed.Message);
        Assert.Throws<Exception>(() => DataFrame.LoadCsvFromString("A,B\n\"x\" and more,1\n"));
    }

    [TestMethod]
    public void LoadCsv_TrailingSeparator_IsAnEmptyField()
    {
        DataFrame frame = DataFrame.LoadCsvFromString("A,B\n1,\n\"2\",\n3,4");
        CollectionAssert.AreEqual(new object?[] { null, null, 4f }, frame["B"].Values());
        CollectionAssert.AreEqual(new object?[] { 1f, 2f, 3f }, frame["A"].Values());
    }

    [TestMethod]
    public void SaveCsv_WritesWhatLoadCsvReads()
    {
        var frame = new DataFrame(
            new StringDataFrameColumn("Name, long", new[] { "a,b", "say \"x\"", null }),
            new DoubleDataFrameColumn("Fid", new double?[] { 0.1, null, 1e-300 }),
            new SingleDataFrameColumn("Size", new[] { 0.1f, 2f, 3f }),
            new BooleanDataFrameColumn("Kept", new bool?[] { true, null, false }),
            new Int32DataFrameColumn("Channels", new int?[] { 64, null, -1 }));
        using var stream = new MemoryStream();
        DataFrame.SaveCsv(frame, stream, cultureInfo: CultureInfo.InvariantCulture);
        string nl = Environment.NewLine;
        Assert.AreEqual(
            $"\"Name, long\",Fid,Size,Kept,Channels{nl}\"a,b\",0.10000000000000001,0.100000001,True,64{nl}\"say \"\"x\"\"\",,2,,{nl},1E-300,3,False,-1{nl}",
            Encoding.ASCII.GetString(stream.ToArray()));

        stream.Position = 0;
        DataFrame loaded = DataFrame.LoadCsv(stream, dataTypes: frame.Columns.Select(column => column.DataType).ToArray(), cultureInfo: CultureInfo.InvariantCulture);
        CollectionAssert.AreEqual(frame.Row(0), loaded.Row(0));
        CollectionAssert.AreEqual(frame.Row(1), loaded.Row(1));
        CollectionAssert.AreEqual(new object?[] { "", 1e-300, 3f, false, -1 }, loaded.Row(2));
    }

    [TestMethod]
    public void SaveCsv_WithoutEncoding_IsAscii()
    {
        var frame = new DataFrame(new StringDataFrameColumn("Name", new[] { "façade" }));
        using var plain = new MemoryStream();
        DataFrame.SaveCsv(frame, plain, header: false);
        Assert.AreEqual($"fa?ade{Environment.NewLine}", Encoding.UTF8.GetString(plain.ToArray()));
        using var unicode = new MemoryStream();
        DataFrame.SaveCsv(frame, unicode, header: false, encoding: new UTF8Encoding(false));
        Assert.AreEqual($"façade{Environment.NewLine}", Encoding.UTF8.GetString(unicode.ToArray()));
    }

    [TestMethod]
    public void SaveCsv_WithACulture_NeedsAnotherSeparator()
    {
        var frame = new DataFrame(new DoubleDataFrameColumn("Fid", new[] { 1.5 }));
        using var stream = new MemoryStream();
        ArgumentException error = Assert.ThrowsExactly<ArgumentException>(() => DataFrame.SaveCsv(frame, stream, cultureInfo: German()));
        Assert.AreEqual("Decimal separator cannot match the column separator", error.Message);
        DataFrame.SaveCsv(frame, stream, separator: ';', cultureInfo: German());
        Assert.AreEqual($"Fid{Environment.NewLine}1,5{Environment.NewLine}", Encoding.ASCII.GetString(stream.ToArray()));
    }

    [TestMethod]
    public void Csv_GoesThroughFiles()
    {
        string path = Path.GetTempFileName();
        try
        {
            DataFrame.SaveCsv(Frames.Search(), path, cultureInfo: CultureInfo.InvariantCulture);
            DataFrame loaded = DataFrame.LoadCsv(path, numRows: 3, cultureInfo: CultureInfo.InvariantCulture);
            Assert.AreEqual(3, loaded.Rows.Count);
            CollectionAssert.AreEqual(new object?[] { "b", 32f, null, false }, loaded.Row(1));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static CultureInfo German()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = ",";
        culture.NumberFormat.NumberGroupSeparator = ".";
        return culture;
    }
}
