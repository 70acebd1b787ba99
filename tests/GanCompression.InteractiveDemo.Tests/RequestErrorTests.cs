using System.Net.Sockets;
using System.Text;
using GanCompression.Quality;

namespace GanCompression.InteractiveDemo.Tests;

/// <summary>Requests that cannot be served: each is told what was expected and what came, and nothing else suffers.</summary>
[TestClass]
public sealed class RequestErrorTests
{
    [TestMethod]
    public async Task Translate_UnknownModel_NamesThoseThatThereAre()
    {
        await using DemoService service = await DemoService.StartAsync();
        await DemoService.AssertRefusedAsync(await service.TranslateAsync("oracle", DemoService.Pixels()), 404, "'oracle'", "teacher and student");
    }

    [TestMethod]
    [DataRow("", "width is missing")]
    [DataRow("?width=16", "height is missing")]
    [DataRow("?width=16&height=many", "height is 'many'")]
    [DataRow("?width=0&height=16", "width is '0'")]
    [DataRow("?width=-16&height=16", "width is '-16'")]
    [DataRow("?width=99999&height=16", "width is '99999'")]
    [DataRow("?width=15&height=16", "multiples of 4, but got 15×16 pixels")]
    [DataRow("?width=16&height=20", "An image of 16×20 pixels has 1280 bytes (4 for each pixel), but 1024 came.")]
    public async Task Translate_WrongSize_SaysWhatWasExpected(string query, string detail)
    {
        await using DemoService service = await DemoService.StartAsync();
        using ByteArrayContent content = DemoService.Content(DemoService.Pixels());
        await DemoService.AssertRefusedAsync(await service.Client.PostAsync(new Uri("api/translate/student" + query, UriKind.Relative), content), 400, detail);
        Assert.AreEqual(1, service.Counters[RequestOutcome.Rejected]);
    }

    [TestMethod]
    [DataRow(1000, "1000 came")]
    [DataRow(1025, "more came")]
    public async Task Translate_WrongLengthWithoutHeader_SaysSo(int length, string detail)
    {
        await using DemoService service = await DemoService.StartAsync();
        using HttpResponseMessage response = await PostChunkedAsync(service, "api/translate/student?width=16&height=16", new byte[length], UploadReader.Pixels);
        await DemoService.AssertRefusedAsync(response, 400, "1024 bytes", detail);
    }

    [TestMethod]
    public async Task Translate_TooManyPixels_IsRefusedBeforeTheBody()
    {
        await using DemoService service = await DemoService.StartAsync(new DemoOptions { MaxPixels = 256 });
        await DemoService.AssertRefusedAsync(await service.TranslateAsync("teacher", [], 20, 16), 413, "up to 256 pixels", "20×16, which is 320");
        using HttpResponseMessage response = await service.TranslateAsync("teacher", DemoService.Pixels());
        Assert.IsTrue(response.IsSuccessStatusCode);
    }

    [TestMethod]
    public async Task Translate_TooManyBytes_IsRefused()
    {
        var options = new DemoOptions { MaxPixels = 256 };
        await using DemoService service = await DemoService.StartAsync(options);
        var body = new byte[options.MaxUploadBytes + 1];
        string limit = FormattableString.Invariant($"up to {options.MaxUploadBytes} bytes");
        using ByteArrayContent content = DemoService.Content(body, UploadReader.Png);
        await DemoService.AssertRefusedAsync(await service.Client.PostAsync(new Uri("api/translate/teacher", UriKind.Relative), content), 413, limit);
        using HttpResponseMessage chunked = await PostChunkedAsync(service, "api/translate/teacher", body, UploadReader.Png);
        await DemoService.AssertRefusedAsync(chunked, 413, limit);
    }

    [TestMethod]
    [DataRow("image/jpeg", "'image/jpeg'")]
    [DataRow("text/plain", "'text/plain'")]
    [DataRow(null, "the content type is missing")]
    public async Task Translate_OtherContentType_NamesThoseThatItTakes(string? mediaType, string detail)
    {
        await using DemoService service = await DemoService.StartAsync();
        using var content = new ByteArrayContent(DemoService.Pixels());
        if (mediaType is not null)
            content.Headers.ContentType = new(mediaType);
        await DemoService.AssertRefusedAsync(await service.Client.PostAsync(new Uri("api/translate/student?width=16&height=16", UriKind.Relative), content), 415, UploadReader.Pixels, UploadReader.Png, detail);
    }

    [TestMethod]
    public async Task Translate_PngThatIsNone_SaysWhy()
    {
        await using DemoService service = await DemoService.StartAsync();
        await DemoService.AssertRefusedAsync(await PostPngAsync(service, Encoding.ASCII.GetBytes("<html></html>")), 400, "not a JPEG or PNG image", "3C68746D6C3E3C2F");
        await DemoService.AssertRefusedAsync(await PostPngAsync(service, ImageFile.ToPng(DemoService.Pixels(15, 16), 15, 16)), 400, "multiples of 4, but got 15×16");
        await DemoService.AssertRefusedAsync(await PostPngAsync(service, ImageFile.ToPng(DemoService.Pixels(1024, 260), 1024, 260)), 413, "1024×260");
        Assert.AreEqual(3, service.Counters[RequestOutcome.Rejected]);
    }

    [TestMethod]
    public async Task Service_UnknownAddressOrMethod_AnswersAsProblem()
    {
        await using DemoService service = await DemoService.StartAsync();
        using HttpResponseMessage missing = await service.Client.GetAsync(new Uri("api/nothing", UriKind.Relative));
        Assert.AreEqual(404, (int)missing.StatusCode);
        using HttpResponseMessage wrongMethod = await service.Client.GetAsync(new Uri("api/translate/teacher", UriKind.Relative));
        Assert.AreEqual(405, (int)wrongMethod.StatusCode);
        Assert.AreEqual("application/problem+json", wrongMethod.Content.Headers.ContentType?.MediaType);
    }

    [TestMethod]
    [Timeout(60_000)]
    public async Task Translate_ClientThatHardlySends_IsCutOff()
    {
        await using DemoService service = await DemoService.StartAsync(new DemoOptions { SlowClientGrace = TimeSpan.FromSeconds(1.1) });
        using var slow = new TcpClient();
        await slow.ConnectAsync(service.Address.Host, service.Address.Port);
        NetworkStream stream = slow.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST /api/translate/teacher?width=16&height=16 HTTP/1.1\r\nHost: demo\r\nContent-Type: {UploadReader.Pixels}\r\nContent-Length: 1024\r\n\r\n"));
        await stream.WriteAsync(new byte[100]);

        // Others are served meanwhile.
        using HttpResponseMessage response = await service.TranslateAsync("teacher", DemoService.Pixels());
        Assert.IsTrue(response.IsSuccessStatusCode);

        using var reader = new StreamReader(stream);
        string answer = await reader.ReadToEndAsync();
        StringAssert.StartsWith(answer, "HTTP/1.1 408 ", StringComparison.Ordinal);
        Assert.AreEqual(0, service.Queue.Waiting);
        Assert.AreEqual(1, service.Counters[RequestOutcome.Rejected]);
    }

    [TestMethod]
    [Timeout(60_000)]
    public async Task Connect_MoreThanAllowed_IsClosed()
    {
        await using DemoService service = await DemoService.StartAsync(new DemoOptions { MaxConnections = 1 });
        _ = await service.GetJsonAsync("health"); // Its connection stays open.
        using var second = new TcpClient();
        await second.ConnectAsync(service.Address.Host, service.Address.Port);
        int received;
        try
        {
            received = await second.GetStream().ReadAsync(new byte[1]);
        }
        catch (IOException)
        {
            received = 0;
        }

        Assert.AreEqual(0, received);
        Assert.AreEqual("live", (string?)(await service.GetJsonAsync("health"))["status"]);
    }

    private static async Task<HttpResponseMessage> PostPngAsync(DemoService service, byte[] file)
    {
        using ByteArrayContent content = DemoService.Content(file, UploadReader.Png);
        return await service.Client.PostAsync(new Uri("api/translate/student", UriKind.Relative), content);
    }

    // Without a length in the header.
    private static async Task<HttpResponseMessage> PostChunkedAsync(DemoService service, string address, byte[] body, string mediaType)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = DemoService.Content(body, mediaType) };
        request.Headers.TransferEncodingChunked = true;
        return await service.Client.SendAsync(request);
    }
}
