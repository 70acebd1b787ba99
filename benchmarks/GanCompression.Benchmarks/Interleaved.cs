namespace GanCompression.Benchmarks;

/// <summary>Runs contenders in turn, so that whatever else the machine does hits all of them alike.</summary>
internal static class Interleaved
{
    public static IEnumerable<Measurement> Measure(IContender[] contenders, Operation operation, int imageSize, int batchSize, int rounds)
    {
        IContender[] able = [.. contenders.Where(contender => contender.Supports(operation))];
        var times = able.ToDictionary(contender => contender, _ => new List<double>(rounds));
        for (int round = -1; round < rounds; round++)
        {
            foreach (IContender contender in able)
            {
                double milliseconds = contender.Run(operation, imageSize, batchSize).TotalMilliseconds;
                if (round >= 0)
                    times[contender].Add(milliseconds);
            }
        }

        double reference = Median(times[able[0]]);
        return able.Select(contender => new Measurement(
            operation, imageSize, batchSize, contender.Name, Median(times[contender]), times[contender].Min(), times[contender].Max(), Median(times[contender]) / reference));
    }

    private static double Median(List<double> values)
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
