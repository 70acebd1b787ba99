using System.Text.Json;

namespace GanCompression.Training.Tests.Loop;

[TestClass]
public sealed class LearningRateScheduleTests
{
    [TestMethod]
    public void Factor_EveryEpoch_MatchesReference()
    {
        foreach (JsonProperty schedule in new Golden("lr_schedule").Meta.GetProperty("linear").EnumerateObject())
        {
            int[] epochs = [.. schedule.Name.Split('+').Select(int.Parse)];
            double[] expected = [.. schedule.Value.EnumerateArray().Select(value => value.GetDouble())];
            for (int epoch = 1; epoch <= epochs[0] + epochs[1]; epoch++)
                AssertEx.Close(expected[epoch - 1], 2e-4 * LearningRateSchedule.Factor(epoch, epochs[0], epochs[1]), 1e-15, $"{schedule.Name}, epoch {epoch}");
        }
    }
}
