using System.Globalization;
using GanCompression.Tool.Reporting;

namespace GanCompression.Tool.Tests.Reporting;

[TestClass]
public sealed class FigureTextTests
{
    [TestMethod]
    [DataRow(0L, "0")]
    [DataRow(999L, "999")]
    [DataRow(1_000L, "1.00 k")]
    [DataRow(12_345_678L, "12.3 M")]
    [DataRow(56_801_361_920L, "56.8 G")]
    public void Count_AnyValue_HasThreeSignificantDigits(long value, string expected) => Assert.AreEqual(expected, FigureText.Count(value));

    [TestMethod]
    [DataRow(512L, "512 B")]
    [DataRow(1_430_000L, "1.43 MB")]
    public void Bytes_AnyValue_HasAUnit(long value, string expected) => Assert.AreEqual(expected, FigureText.Bytes(value));

    [TestMethod]
    [DataRow(11.8342, "11.8×")]
    [DataRow(0.98, "0.980×")]
    [DataRow(double.NaN, "–")]
    public void Ratio_AnyValue_IsAFactor(double value, string expected) => Assert.AreEqual(expected, FigureText.Ratio(value));

    [TestMethod]
    [DataRow(-0.00012347, "-0.000123")]
    [DataRow(1234.5678, "1235")]
    [DataRow(double.PositiveInfinity, "∞")]
    public void Number_AnyValue_HasNoExponent(double value, string expected) => Assert.AreEqual(expected, FigureText.Number(value));

    [TestMethod]
    [DataRow(8.44, "8.4 s")]
    [DataRow(192.0, "3 min 12 s")]
    [DataRow(7500.0, "2 h 05 min")]
    [DataRow(-1.0, "0.0 s")]
    public void Duration_AnyValue_ReadsAsAPersonSaysIt(double seconds, string expected) => Assert.AreEqual(expected, FigureText.Duration(TimeSpan.FromSeconds(seconds)));

    [TestMethod]
    [DataRow(1, "1 epoch")]
    [DataRow(12, "12 epochs")]
    public void Epochs_OneOrMore_AgreeInNumber(int epochs, string expected) => Assert.AreEqual(expected, FigureText.Epochs(epochs));

    [TestMethod]
    public void Figures_OtherCulture_StayInvariant()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        var comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        comma.NumberFormat.NumberDecimalSeparator = ",";
        comma.NumberFormat.NumberGroupSeparator = ".";
        try
        {
            CultureInfo.CurrentCulture = comma;
            Assert.AreEqual("1.23 k|1,234,567|2.50×|3.5 s", $"{FigureText.Count(1234)}|{FigureText.Exact(1234567)}|{FigureText.Ratio(2.5)}|{FigureText.Duration(TimeSpan.FromSeconds(3.5))}");
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
