using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;

namespace GanCompression.InteractiveDemo.Tests;

/// <summary>The service as a process of its own: its command line, signals, and what is left after it was killed.</summary>
[TestClass]
public sealed class ProcessTests
{
    [TestMethod]
    [Timeout(120_000)]
    public async Task Process_KilledDuringARequest_StartsAgainAsIfNothingHadBeen()
    {
        using var folder = new TempFolder();
        SaveModels(folder);
        string[] before = [.. folder.Names];
        using (DemoProcess first = await DemoProcess.StartAsync(folder))
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", first.Address.Port);
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"POST /api/translate/teacher?width=16&height=16 HTTP/1.1\r\nHost: demo\r\nContent-Type: {UploadReader.Pixels}\r\nContent-Length: 1024\r\n\r\nhalf"));
            await AssertTranslatesAsync(first.Address);
            first.Kill();
        }

        CollectionAssert.AreEqual(before, folder.Names.ToArray());
        using DemoProcess second = await DemoProcess.StartAsync(folder);
        await AssertTranslatesAsync(second.Address);
    }

    [TestMethod]
    [Timeout(120_000)]
    public async Task Process_AskedToStop_EndsInOrder()
    {
        using var folder = new TempFolder();
        SaveModels(folder);
        using DemoProcess process = await DemoProcess.StartAsync(folder);
        await AssertTranslatesAsync(process.Address);
        Assert.AreEqual(0, await process.StopAsync());
        StringAssert.Contains(process.Output, "Application is shutting down", StringComparison.Ordinal);
    }

    [TestMethod]
    [DataRow(1, "no teacher at 'missing.gcm'. Make both models with 'dotnet run -c Release --project src/GanCompression.Tool -- quickstart'", "--teacher", "missing.gcm")]
    [DataRow(1, "error: ", "--teacher", "text.gcm")]
    [DataRow(2, "--port expects a whole number from 0 to 65535, but got '70000'", "--port", "70000")]
    [DataRow(2, "--address expects an IP address such as 127.0.0.1, but got 'everywhere'", "--address", "everywhere")]
    [DataRow(2, "--workers expects a whole number from 1 to 256, but got '0'", "--workers", "0")]
    [DataRow(2, "'crayons'", "--palette", "crayons")]
    [DataRow(2, "--places expects a whole number from 0 to 10000, but got 'many'", "--places", "many")]
    [Timeout(60_000)]
    public async Task Process_WrongArguments_SaysWhich(int exitCode, string message, params string[] arguments)
    {
        using var folder = new TempFolder();
        SaveModels(folder);
        await File.WriteAllTextAsync(folder["text.gcm"], "no model");
        using DemoProcess process = DemoProcess.Run(folder, arguments);
        Assert.AreEqual(exitCode, await process.WaitForExitAsync());
        StringAssert.Contains(process.Error, message, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", process.Error, StringComparison.Ordinal);
    }

    [TestMethod]
    [Timeout(60_000)]
    public async Task Process_PortInUse_SaysSo()
    {
        using var folder = new TempFolder();
        SaveModels(folder);
        await using DemoService service = await DemoService.StartAsync();
        using DemoProcess process = DemoProcess.Run(folder, ["--port", service.Address.Port.ToString(CultureInfo.InvariantCulture)]);
        Assert.AreEqual(1, await process.WaitForExitAsync());
        StringAssert.Contains(process.Error, "address already in use", StringComparison.Ordinal);
    }

    private static void SaveModels(TempFolder folder)
    {
        DemoService.Teacher.Save(folder["teacher.gcm"]);
        DemoService.Student.Save(folder["student.gcm"]);
    }

    private static async Task AssertTranslatesAsync(Uri address)
    {
        using var client = new HttpClient { BaseAddress = address };
        byte[] rgba = DemoService.Pixels();
        using var content = new ByteArrayContent(rgba);
        content.Headers.ContentType = new MediaTypeHeaderValue(UploadReader.Pixels);
        using HttpResponseMessage response = await client.PostAsync(new Uri("api/translate/teacher?width=16&height=16", UriKind.Relative), content);
        CollectionAssert.AreEqual(DemoService.Expected(DemoService.Teacher, rgba), await response.Content.ReadAsByteArrayAsync());
    }
}
