using System.Globalization;

namespace GanCompression.Tool.Reporting;

/// <summary>Figures as people read them, in the console's tables and in the report alike; always invariant.</summary>
internal static class FigureText
{
    private const int SignificantDigits = 3;

    /// <summary>A count with a decimal prefix and three significant digits: <c>1.25 G</c>.</summary>
    public static string Count(long value) => WithPrefix(value, 1000, ["", " k", " M", " G", " T"]);

    /// <summary>A size in bytes with a decimal prefix: <c>1.43 MB</c>.</summary>
    public static string Bytes(long value) => WithPrefix(value, 1000, [" B", " kB", " MB", " GB", " TB"]);

    /// <summary>A count in full, with thin groups: <c>1,846,542,336</c>.</summary>
    public static string Exact(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A factor: <c>11.8×</c>; a dash where there is none.</summary>
    public static string Ratio(double value) => double.IsFinite(value) ? Significant(value) + "×" : "–";

    /// <summary>A number with three significant digits and no exponent; a dash where it is not finite.</summary>
    public static string Number(double value) => double.IsFinite(value) ? Significant(value) : double.IsPositiveInfinity(value) ? "∞" : "–";

    /// <summary>A time span as a person says it: <c>8.4 s</c>, <c>3 min 12 s</c>, <c>2 h 05 min</c>.</summary>
    public static string Duration(TimeSpan time)
    {
        if (time < TimeSpan.FromMinutes(1))
            return FormattableString.Invariant($"{Math.Max(0, time.TotalSeconds):0.0} s");
        return time < TimeSpan.FromHours(1)
            ? FormattableString.Invariant($"{(int)time.TotalMinutes} min {time.Seconds:00} s")
            : FormattableString.Invariant($"{(int)time.TotalHours} h {time.Minutes:00} min");
    }

    /// <summary>A number of epochs: <c>1 epoch</c>, <c>12 epochs</c>.</summary>
    public static string Epochs(int value) => FormattableString.Invariant($"{value} epoch{(value == 1 ? "" : "s")}");

    private static string WithPrefix(long value, double step, string[] suffixes)
    {
        double scaled = value;
        int prefix = 0;
        while (Math.Abs(scaled) >= step && prefix < suffixes.Length - 1)
        {
            scaled /= step;
            prefix++;
        }

        return (prefix == 0 ? value.ToString(CultureInfo.InvariantCulture) : Significant(scaled)) + suffixes[prefix];
    }

    private static string Significant(double value)
    {
        if (value == 0)
            return "0";
        int whole = (int)Math.Floor(Math.Log10(Math.Abs(value))) + 1;
        int decimals = Math.Clamp(SignificantDigits - whole, 0, 8);
        return value.ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }
}
