using System.Collections.Concurrent;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace GanCompression.Tool.Progress;

/// <summary>Time left, speed and losses beside a bar, cut at the edge of the terminal.</summary>
internal sealed class DetailColumn : ProgressColumn
{
    // Stage and epoch, bar, percentage and the gaps between them.
    private const int OtherColumns = 56;

    private readonly ConcurrentDictionary<int, string> _texts = new();

    /// <inheritdoc/>
    protected override bool NoWrap => true;

    /// <summary>Sets the text beside a bar; it appears with the next refresh.</summary>
    public void Show(ProgressTask bar, string text) => _texts[bar.Id] = text;

    /// <inheritdoc/>
    public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime)
    {
        string text = _texts.GetValueOrDefault(task.Id, "");
        int room = Room(options);
        return new Text(text.Length <= room ? text : text[..(room - 1)] + "…", new Style(Color.Grey));
    }

    /// <inheritdoc/>
    public override int? GetColumnWidth(RenderOptions options) => Room(options);

    private static int Room(RenderOptions options) => Math.Max(20, options.ConsoleSize.Width - OtherColumns);
}
