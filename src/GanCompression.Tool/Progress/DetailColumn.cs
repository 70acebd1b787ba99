using System.Collections.Concurrent;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace GanCompression.Tool.Progress;

/// <summary>The losses, speed and time left beside a bar.</summary>
internal sealed class DetailColumn : ProgressColumn
{
    private readonly ConcurrentDictionary<int, string> _texts = new();

    /// <inheritdoc/>
    protected override bool NoWrap => true;

    /// <summary>Sets the text beside a bar; it appears with the next refresh.</summary>
    public void Show(ProgressTask bar, string text) => _texts[bar.Id] = text;

    /// <inheritdoc/>
    public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
        new Text(_texts.GetValueOrDefault(task.Id, ""), new Style(Color.Grey)).Overflow(Overflow.Ellipsis);
}
