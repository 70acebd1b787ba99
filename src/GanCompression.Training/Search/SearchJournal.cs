using System.Text;
using System.Text.Json;

namespace GanCompression.Training;

/// <summary>
/// Evaluations as they are made: a file of JSON lines that is only appended to. Its name carries the content hash of everything
/// that decides an evaluation. A line that a crash cut short is dropped.
/// </summary>
internal sealed class SearchJournal : IDisposable
{
    /// <summary>What the lines mean.</summary>
    public const string Format = "gan-compression search 3";

    private readonly FileStream _stream;
    private readonly List<SearchEvaluation> _earlier = [];

    private SearchJournal(FileStream stream) => _stream = stream;

    /// <summary>What the journal held when it was opened.</summary>
    public IReadOnlyList<SearchEvaluation> Earlier => _earlier;

    /// <summary>Opens the journal for a key and reads what it holds.</summary>
    /// <exception cref="InvalidOperationException">Another search uses it.</exception>
    /// <exception cref="FormatException">The file is damaged.</exception>
    public static SearchJournal Open(string folder, string key)
    {
        string own = Path.Combine(folder, "Search");
        Directory.CreateDirectory(own);
        string path = Path.Combine(own, $"{key[..16]}.jsonl");
        FileStream stream;
        try
        {
            stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new InvalidOperationException($"The search journal '{path}' cannot be locked; it may be in use by another run: {e.Message} Wait for that run, or set another CheckpointFolder.", e);
        }

        var journal = new SearchJournal(stream);
        try
        {
            journal.Read(path, key);
        }
        catch
        {
            journal.Dispose();
            throw;
        }

        return journal;
    }

    /// <summary>Appends an evaluation and hands it to the operating system.</summary>
    public void Append(SearchEvaluation evaluation) => AppendLine(JsonSerializer.Serialize(evaluation));

    public void Dispose() => _stream.Dispose();

    private void Read(string path, string key)
    {
        var content = new byte[_stream.Length];
        _stream.ReadExactly(content);
        string header = JsonSerializer.Serialize(new Dictionary<string, string> { ["format"] = Format, ["key"] = key });
        int start = 0;
        for (int line = 1; ; line++)
        {
            int length = content.AsSpan(start).IndexOf((byte)'\n');
            if (length < 0)
                break;
            string text = Encoding.UTF8.GetString(content, start, length);
            try
            {
                if (line > 1)
                    _earlier.Add(Parse(text));
                else if (text != header)
                    throw new FormatException($"expected {header}.");
            }
            catch (Exception e) when (e is JsonException or FormatException)
            {
                throw new FormatException($"The search journal '{path}' cannot be continued: line {line} is '{text}': {e.Message} Delete the file to start again, or set another CheckpointFolder.", e);
            }

            start += length + 1;
        }

        // What follows the last line feed is a line that was never finished.
        _stream.SetLength(start);
        _stream.Position = start;
        if (start == 0)
            AppendLine(header);
    }

    private static SearchEvaluation Parse(string text)
    {
        SearchEvaluation evaluation = JsonSerializer.Deserialize<SearchEvaluation>(text) ?? throw new FormatException("it says nothing.");
        _ = ChannelPlan.Parse(evaluation.Plan);
        return evaluation is { Score: not null } or { Of: not null, Images: > 0, QuickScore: not null } or { Meter: not null, Ticks: > 0 }
            ? evaluation
            : throw new FormatException("it has neither a score nor a quick score nor a latency.");
    }

    private void AppendLine(string text)
    {
        _stream.Write(Encoding.UTF8.GetBytes(text + "\n"));
        _stream.Flush();
    }
}
