using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;

namespace GanCompression.InteractiveDemo.Load;

/// <summary>Clients of the demo that each send one request after the other until the time is up, good ones and bad ones.</summary>
/// <param name="http">The client for all of them.</param>
/// <param name="address">Address of the demo.</param>
internal sealed class DemoClients(HttpClient http, Uri address)
{
    private const string Pixels = "application/octet-stream";

    /// <summary>Clients that post a body again and again, without a pause whatever the answer is.</summary>
    public Task PostAsync(int clients, string path, byte[] body, string mediaType, LatencyLog log, CancellationToken until) => RepeatAsync(clients, log, () =>
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, path)) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
        return request;
    }, pause: TimeSpan.Zero, until);

    /// <summary>A client that asks for an address every 50 ms.</summary>
    public Task PollAsync(string path, LatencyLog log, CancellationToken until) =>
        RepeatAsync(1, log, () => new HttpRequestMessage(HttpMethod.Get, new Uri(address, path)), TimeSpan.FromMilliseconds(50), until);

    /// <summary>Clients that send ten bytes a second of an upload, and start again when they are cut off.</summary>
    /// <returns>How often one was cut off.</returns>
    public async Task<int> TrickleAsync(int clients, string path, int length, CancellationToken until)
    {
        var cuts = 0;
        await Task.WhenAll(Enumerable.Range(0, clients).Select(async _ =>
        {
            while (!until.IsCancellationRequested)
            {
                if (await TrickleOnceAsync(path, length, until))
                    _ = Interlocked.Increment(ref cuts);
            }
        }));
        return cuts;
    }

    private async Task<bool> TrickleOnceAsync(string path, int length, CancellationToken until)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(address.Host, address.Port, until);
            NetworkStream stream = client.GetStream();
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST /{path} HTTP/1.1\r\nHost: {address.Host}\r\nContent-Type: {Pixels}\r\nContent-Length: {length}\r\n\r\n"), until);
            while (!stream.DataAvailable)
            {
                await stream.WriteAsync(new byte[5], until);
                await Task.Delay(500, until);
            }

            return true; // An answer before the upload is complete: the end of this connection.
        }
        catch (OperationCanceledException)
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    private async Task RepeatAsync(int clients, LatencyLog log, Func<HttpRequestMessage> create, TimeSpan pause, CancellationToken until) =>
        await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(async () =>
        {
            while (!until.IsCancellationRequested)
            {
                try
                {
                    using HttpRequestMessage request = create();
                    long start = Stopwatch.GetTimestamp();
                    using HttpResponseMessage response = await http.SendAsync(request, CancellationToken.None);
                    log.Add(response.StatusCode, Stopwatch.GetElapsedTime(start));
                    if (pause > TimeSpan.Zero)
                        await Task.Delay(pause, CancellationToken.None);
                }
                catch (HttpRequestException e)
                {
                    log.Failures.Enqueue(e.Message);
                }
            }
        })));
}
