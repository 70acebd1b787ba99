using System.Text.Json.Nodes;
using GanCompression.MLNet;

namespace GanCompression.InteractiveDemo.Tests;

/// <summary>What the service tells about its models and itself.</summary>
[TestClass]
public sealed class InformationTests
{
    [TestMethod]
    [DataRow("api/models", 16)]
    [DataRow("api/models?size=32", 32)]
    public async Task Models_GiveTheCostsOfTheSize(string address, int size)
    {
        await using DemoService service = await DemoService.StartAsync();
        JsonNode answer = await service.GetJsonAsync(address);
        Assert.AreEqual(size, (int)answer["size"]!);
        Assert.AreEqual(DemoService.Size, (int)answer["imageSize"]!);
        foreach ((int index, string name, GeneratorModel model) in new[] { (0, "teacher", DemoService.Teacher), (1, "student", DemoService.Student) })
        {
            JsonNode view = answer["models"]![index]!;
            ComputeCost cost = ComputeCost.Of(model.Generator.Graph, size, size);
            Assert.AreEqual(name, (string?)view["name"]);
            Assert.AreEqual(model.Generator.Graph.Architecture, (string?)view["architecture"]);
            Assert.AreEqual(cost.MultiplyAdds, (long)view["multiplyAdds"]!);
            Assert.AreEqual(cost.Parameters, (long)view["parameters"]!);
        }

        Assert.AreEqual(1000, (long)answer["models"]![0]!["fileBytes"]!);
    }

    [TestMethod]
    [DataRow("api/models?size=513", "size is 513")]
    [DataRow("api/models?size=0", "size is 0")]
    [DataRow("api/models?size=18", "multiples of 4")]
    public async Task Models_OfAnImpossibleSize_SayWhy(string address, string detail)
    {
        await using DemoService service = await DemoService.StartAsync();
        await DemoService.AssertRefusedAsync(await service.Client.GetAsync(new Uri(address, UriKind.Relative)), 400, detail);
    }

    [TestMethod]
    public async Task Metrics_CountWhatHappened()
    {
        await using DemoService service = await DemoService.StartAsync(new DemoOptions { Workers = 3, WaitingPlaces = 5 });
        (await service.TranslateAsync("teacher", DemoService.Pixels())).Dispose();
        (await service.TranslateAsync("teacher", [])).Dispose();
        await DemoService.WaitUntilAsync(() => service.Counters[RequestOutcome.Translated] == 1, "Counting");
        JsonNode metrics = await service.GetJsonAsync("metrics");
        Assert.AreEqual(3, (int)metrics["workers"]!);
        Assert.AreEqual(5, (int)metrics["waitingPlaces"]!);
        Assert.AreEqual(0, (int)metrics["running"]! + (int)metrics["waiting"]!);
        Assert.AreEqual(1, (int)metrics["requests"]!["translated"]!);
        Assert.AreEqual(1, (int)metrics["requests"]!["rejected"]!);
        Assert.AreEqual(0, (int)metrics["requests"]!["failed"]!);
        Assert.IsGreaterThan(0, (double)metrics["engineSeconds"]!);
        Assert.IsGreaterThan(1_000_000, (long)metrics["workingSetBytes"]!);
    }

    [TestMethod]
    public async Task Page_IsServedWithItsPolicy()
    {
        await using DemoService service = await DemoService.StartAsync();
        using HttpResponseMessage page = await service.Client.GetAsync(service.Address);
        Assert.AreEqual("text/html", page.Content.Headers.ContentType?.MediaType);
        StringAssert.Contains(page.Headers.GetValues("Content-Security-Policy").Single(), "default-src 'self'", StringComparison.Ordinal);
        Assert.IsFalse(page.Headers.Contains("Server"));
    }

    [TestMethod]
    public void Synthetic_HasTheColoursOfTheSyntheticFacades()
    {
        FacadePart[] parts = Enum.GetValues<FacadePart>();
        CollectionAssert.AreEqual(
            parts.Select(part => $"{part} #{Convert.ToHexStringLower(FacadePalette.Rgb(part))}").ToArray(),
            LabelPalette.Synthetic.Labels.Select(label => $"{label.Name} {label.Color}").ToArray());
    }
}
