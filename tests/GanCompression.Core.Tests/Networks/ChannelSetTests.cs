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
    [DataRow("64,48,32,24,16_64,48_32_32_32_32_64,48_16")]
    [DataRow("8_8,4_8_4,2_8_8")]
    public void Parse_WhatToStringWrites_IsTheSameSet(string text)
    {
        ChannelSet set = ChannelSet.Parse(text);
        Assert.AreEqual(text, set.ToString());
        CollectionAssert.AreEqual(new[] { 8, 4 }, ChannelSet.Parse("8_8,4_8_4,2_8_8").Choices[1]);
    }

    [TestMethod]
    [DataRow("8_8_8_a_8_8", "Channel set '8_8_8_a_8_8': 'a' is not a whole number.")]
    [DataRow("8,4", "A channel set has 1 lists of choices; expected 8")]
    [DataRow("8_8_8_8_8_-8", "'-8' is not a whole number.")]
    public void Parse_OtherText_SaysWhatIsWrong(string text, string message) => AssertEx.ThrowsWith<FormatException>(() => ChannelSet.Parse(text), message);

    [TestMethod]
    public void Published_UnknownName_ListsTheNames() =>
        AssertEx.ThrowsWith<FormatException>(() => ChannelSet.Published("channels-65"), "There is no published channel set 'channels-65'; expected channels-32, channels-48, channels-64-cycleGAN, channels-64-pix2pix.");
}
