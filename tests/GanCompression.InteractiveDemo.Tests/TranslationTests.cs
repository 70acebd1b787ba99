using System.Globalization;
using System.Text.RegularExpressions;
using GanCompression.Quality;

namespace GanCompression.InteractiveDemo.Tests;

/// <summary>The translation itself: what comes back is what the engine makes of what was sent.</summary>
[TestClass]
public sealed partial class TranslationTests
{
    [TestMethod]
    [DataRow("teacher", 16, 16)]
    [DataRow("student", 16, 16)]
    [DataRow("student", 24, 32)]
    public async Task Translate_Pixels_GivesWhatTheSessionGives(string model, int width, int height)
    {
        await using DemoService service = await DemoService.StartAsync();
        byte[] rgba = DemoService.Pixels(width, height);
        using HttpResponseMessage response = await service.TranslateAsync(model, rgba, width, height);
        Assert.AreEqual(UploadReader.Pixels, response.Content.Headers.ContentType?.MediaType);
        byte[] expected = DemoService.Expected(model == "teacher" ? DemoService.Teacher : DemoService.Student, rgba, width, height);
        CollectionAssert.AreEqual(expected, await response.Content.ReadAsByteArrayAsync());
    }

    [TestMethod]
    public async Task Translate_Png_AnswersWithPng()
    {
        await using DemoService service = await DemoService.StartAsync();
        byte[] rgba = DemoService.Pixels(20, 16);
        using ByteArrayContent png = DemoService.Content(ImageFile.ToPng(rgba, 20, 16), UploadReader.Png);
        using HttpResponseMessage response = await service.Client.PostAsync(new Uri("api/translate/student", UriKind.Relative), png);
        Assert.AreEqual(UploadReader.Png, response.Content.Headers.ContentType?.MediaType);
        byte[] expected = ImageFile.ToPng(DemoService.Expected(DemoService.Student, rgba, 20, 16), 20, 16);
        CollectionAssert.AreEqual(expected, await response.Content.ReadAsByteArrayAsync());
    }

    [TestMethod]
    [DataRow(UploadReader.Pixels, UploadReader.Png)]
    [DataRow(UploadReader.Png, UploadReader.Pixels)]
    public async Task Translate_OtherFormatAccepted_AnswersInIt(string sent, string accepted)
    {
        await using DemoService service = await DemoService.StartAsync();
        byte[] rgba = DemoService.Pixels();
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/translate/teacher?width=16&height=16");
        request.Content = DemoService.Content(sent == UploadReader.Png ? ImageFile.ToPng(rgba, 16, 16) : rgba, sent);
        request.Headers.Accept.ParseAdd(accepted);
        using HttpResponseMessage response = await service.Client.SendAsync(request);
        byte[] expected = DemoService.Expected(DemoService.Teacher, rgba);
        CollectionAssert.AreEqual(accepted == UploadReader.Png ? ImageFile.ToPng(expected, 16, 16) : expected, await response.Content.ReadAsByteArrayAsync());
    }

    [TestMethod]
    public async Task Translate_SaysWhereTheTimeWent()
    {
        await using DemoService service = await DemoService.StartAsync();
        using HttpResponseMessage response = await service.TranslateAsync("teacher", DemoService.Pixels());
        Match match = ServerTiming().Match(response.Headers.GetValues("Server-Timing").Single());
        Assert.IsTrue(match.Success);
        Assert.IsGreaterThan(0, double.Parse(match.Groups["engine"].Value, CultureInfo.InvariantCulture));
        Assert.AreEqual("no-store", response.Headers.CacheControl?.ToString());
    }

    [TestMethod]
    public async Task Translate_ManyAtOnce_EveryClientGetsItsOwn()
    {
        await using DemoService service = await DemoService.StartAsync(new DemoOptions { Workers = 3, WaitingPlaces = 64 });
        await Parallel.ForAsync(0, 64, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, _) =>
        {
            int size = i % 2 == 0 ? 16 : 20;
            byte[] rgba = DemoService.Pixels(size, size, seed: i);
            using HttpResponseMessage response = await service.TranslateAsync("student", rgba, size, size, CancellationToken.None);
            CollectionAssert.AreEqual(DemoService.Expected(DemoService.Student, rgba, size, size), await response.Content.ReadAsByteArrayAsync(CancellationToken.None), $"Image {i}.");
        });
        Assert.AreEqual(64, service.Counters[RequestOutcome.Translated]);
    }

    [TestMethod]
    public void ModelSlot_GeneratorOfOtherChannels_IsRefused()
    {
        LayerGraph graph = DiscriminatorNetworks.PatchGan(new PatchDiscriminatorOptions { BaseWidth = 2, Layers = 1 });
        var model = new GeneratorModel(new Network(graph, DeterministicFill.Weights(graph)), 16);
        _ = AssertEx.ThrowsWith<NotSupportedException>(() => new ModelSlot("teacher", model, 0).Dispose(), "The teacher must turn RGB images into RGB images of the same size");
    }

    [GeneratedRegex(@"^queue;dur=(?<queue>\d+\.\d{3}), engine;dur=(?<engine>\d+\.\d{3})$")]
    private static partial Regex ServerTiming();
}
