namespace GanCompression.Tests.Networks;

[TestClass]
public sealed class ChannelSetTests
{
    [TestMethod]
    [DataRow("channels-32", 6_561, "32_32_32_32_32_32_32_32")]
    [DataRow("channels-48", 5_184, "48_48_48_48_48_48_48_48")]
    [DataRow("channels-64-cycleGAN", 390_625, "64_64_64_64_64_64_64_64")]
    [DataRow("channels-64-pix2pix", 5_764_801, "64_64_64_64_64_64_64_64")]
    public void Published_Name_HasThePublishedNumberOfPlans(string name, int count, string largest)
    {
        ChannelSet set = ChannelSet.Published(name);
        Assert.AreEqual(count, set.Count);
        Assert.AreEqual(largest, set.Largest.ToString());
        CollectionAssert.Contains(ChannelSet.PublishedNames, name);
    }

    [TestMethod]
    public void Published_UnknownName_ListsTheNames() =>
        AssertEx.ThrowsWith<FormatException>(() => ChannelSet.Published("channels-65"), "There is no published channel set 'channels-65'; expected channels-32, channels-48, channels-64-cycleGAN, channels-64-pix2pix.");
}
