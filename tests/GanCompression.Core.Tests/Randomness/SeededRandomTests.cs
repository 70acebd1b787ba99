namespace GanCompression.Tests;

[TestClass]
public class SeededRandomTests
{
    // xoshiro256** from the states that SplitMix64 gives, computed by tests/GanCompression.Core.Tests/Randomness/known-answers.py.
    [TestMethod]
    [DataRow(0UL, 0UL, new ulong[] { 18110106563157542208, 8650457082529208451, 3032169436225125478, 5211024849135804362 })]
    [DataRow(1UL, 0UL, new ulong[] { 17254933023648552173, 10273995337764303472, 13859318443369830749, 7411415172829056809 })]
    [DataRow(1UL, 7UL, new ulong[] { 11267009516587750391, 8506319691436970989, 13635460078374679377, 10329196443169813125 })]
    public void NextUInt64_KnownSeeds_GivesKnownAnswers(ulong seed, ulong stream, ulong[] expected)
    {
        var random = new SeededRandom(seed, stream);

        CollectionAssert.AreEqual(expected, new[] { random.NextUInt64(), random.NextUInt64(), random.NextUInt64(), random.NextUInt64() });
    }

    [TestMethod]
    public void NextUInt64_UninitialisedValue_IsSeedZero()
    {
        SeededRandom random = default;
        var zero = new SeededRandom(0);

        Assert.AreEqual(zero.NextUInt64(), random.NextUInt64());
        Assert.AreEqual(zero.NextUInt64(), random.NextUInt64());
    }

    [TestMethod]
    public void NextDouble_ManyValues_IsEvenlyDistributed()
    {
        var random = new SeededRandom(3);
        var counts = new int[16];
        const int Count = 160_000;
        for (int i = 0; i < Count; i++)
        {
            double value = random.NextDouble();
            Assert.IsTrue(value is >= 0 and < 1);
            counts[(int)(value * 16)]++;
        }

        // Chi-squared with 15 degrees of freedom; 44.3 is exceeded with probability 1e-4.
        Assert.IsLessThan(44.3, counts.Sum(c => Math.Pow(c - Count / 16.0, 2) / (Count / 16.0)));
    }

    [TestMethod]
    public void NextInt_BoundOfThree_HitsEachAThirdOfTheTime()
    {
        var random = new SeededRandom(4);
        var counts = new int[3];
        for (int i = 0; i < 30_000; i++)
            counts[random.NextInt(3)]++;

        foreach (int count in counts)
            AssertEx.Close(10_000, count, 350);
    }

    [TestMethod]
    public void NextInt_BoundOfZero_Throws() => Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new SeededRandom(0).NextInt(0));

    [TestMethod]
    public void NextGaussian_ManyValues_HasMomentsOfTheNormalDistribution()
    {
        var random = new SeededRandom(5);
        const int Count = 200_000;
        double sum = 0, squares = 0, fourth = 0;
        int beyondTwo = 0;
        for (int i = 0; i < Count; i++)
        {
            double value = random.NextGaussian();
            sum += value;
            squares += value * value;
            fourth += value * value * value * value;
            beyondTwo += Math.Abs(value) > 2 ? 1 : 0;
        }

        AssertEx.Close(0, sum / Count, 0.01, "Mean");
        AssertEx.Close(1, squares / Count, 0.015, "Variance");
        AssertEx.Close(3, fourth / Count, 0.12, "Fourth moment");
        AssertEx.Close(0.0455, (double)beyondTwo / Count, 0.002, "Beyond two deviations");
    }

    [TestMethod]
    public void NextGaussian_AgainstPlatformLogarithm_Agrees()
    {
        var random = new SeededRandom(6);
        var twin = new SeededRandom(6);
        for (int i = 0; i < 1000; i++)
        {
            double x, y, square;
            do
            {
                x = 2 * twin.NextDouble() - 1;
                y = 2 * twin.NextDouble() - 1;
                square = x * x + y * y;
            }
            while (square is 0 or >= 1);
            double factor = Math.Sqrt(-2 * Math.Log(square) / square);
            AssertEx.Close(x * factor, random.NextGaussian(), 1e-14);
            AssertEx.Close(y * factor, random.NextGaussian(), 1e-14);
        }
    }

    [TestMethod]
    public void Shuffle_FourValues_GivesEveryOrderEquallyOften()
    {
        var random = new SeededRandom(7);
        var counts = new Dictionary<string, int>();
        for (int i = 0; i < 24_000; i++)
        {
            char[] values = ['a', 'b', 'c', 'd'];
            random.Shuffle(values.AsSpan());
            string order = new(values);
            counts[order] = counts.GetValueOrDefault(order) + 1;
        }

        Assert.HasCount(24, counts);
        foreach (int count in counts.Values)
            AssertEx.Close(1000, count, 160);
    }
}
