using System.Net;
using GanCompression.InteractiveDemo.Load;

namespace GanCompression.InteractiveDemo.Tests;

[TestClass]
public sealed class LatencyLogTests
{
    [TestMethod]
    public void Quantile_OfAStatus_CountsItsAnswersAlone()
    {
        var log = new LatencyLog();
        foreach (int i in Enumerable.Range(1, 200).Reverse())
            log.Add(HttpStatusCode.OK, TimeSpan.FromMilliseconds(i));
        log.Add(HttpStatusCode.TooManyRequests, TimeSpan.FromMilliseconds(5000));
        Assert.AreEqual(101, log.Quantile(HttpStatusCode.OK, 0.5));
        Assert.AreEqual(199, log.Quantile(HttpStatusCode.OK, 0.99));
        Assert.AreEqual(5000, log.Quantile(HttpStatusCode.TooManyRequests, 0.99));
        Assert.AreEqual(double.NaN, log.Quantile(HttpStatusCode.NotFound, 0.5));
        Assert.AreEqual((200, 201), (log.Count(HttpStatusCode.OK), log.Total));
    }
}
