using System.Globalization;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace GanCompression.TestSupport;

/// <summary>Assertions over many numbers, and over errors with their messages.</summary>
public static class AssertEx
{
    /// <summary>Every value lies within an absolute tolerance of the expected one; the message gives the worst.</summary>
    public static void Close(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, double tolerance, string? what = null)
    {
        Assert.AreEqual(expected.Length, actual.Length, $"{what ?? "Values"}: number of values.");
        int worst = -1;
        double difference = -1;
        for (int i = 0; i < expected.Length; i++)
        {
            double here = Math.Abs((double)expected[i] - actual[i]);
            if (double.IsNaN(here) && !(float.IsNaN(expected[i]) && float.IsNaN(actual[i])))
                here = double.PositiveInfinity;
            if (here > difference)
                (worst, difference) = (i, here);
        }

        if (difference > tolerance)
        {
            Assert.Fail(string.Create(CultureInfo.InvariantCulture,
                $"{what ?? "Values"}: value {worst} of {expected.Length} should be {expected[worst]:R} ± {tolerance:R}, but is {actual[worst]:R} (difference {difference:R}, the largest)."));
        }
    }

    /// <summary>A value lies within an absolute tolerance of the expected one.</summary>
    public static void Close(double expected, double actual, double tolerance, string? what = null)
    {
        if (!(Math.Abs(expected - actual) <= tolerance))
            Assert.Fail(string.Create(CultureInfo.InvariantCulture, $"{what ?? "Value"} should be {expected:R} ± {tolerance:R}, but is {actual:R}."));
    }

    /// <summary>The largest absolute difference.</summary>
    public static double MaxDifference(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        Assert.AreEqual(expected.Length, actual.Length, "Number of values.");
        double difference = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            double here = Math.Abs((double)expected[i] - actual[i]);
            difference = double.IsNaN(here) ? double.PositiveInfinity : Math.Max(difference, here);
        }

        return difference;
    }

    /// <summary>The action throws exactly this exception, and its message has every one of the parts.</summary>
    public static T ThrowsWith<T>(Action action, params string[] parts)
        where T : Exception
    {
        T exception = Assert.ThrowsExactly<T>(action);
        foreach (string part in parts)
            StringAssert.Contains(exception.Message, part, StringComparison.Ordinal);
        return exception;
    }
}
