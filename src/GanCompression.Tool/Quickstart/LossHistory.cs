using System.Diagnostics;
using GanCompression.Tool.Reporting;
using GanCompression.Training;

namespace GanCompression.Tool.Quickstart;

/// <summary>Collects the losses of a stage. They survive an interruption in a file beside the checkpoints.</summary>
internal sealed class LossHistory
{
    private const int MostPoints = 160;
    private static readonly TimeSpan s_saveEvery = TimeSpan.FromSeconds(1);

    private readonly string _path;
    private readonly List<LossPoint> _points;
    private long _savedAt = Stopwatch.GetTimestamp();
    private bool _hasUnsaved;

    /// <summary>Opens the history of a stage.</summary>
    /// <param name="path">The file; read if an earlier run left one.</param>
    public LossHistory(string path)
    {
        _path = path;
        _points = File.Exists(path) ? ToolJson.Read<List<LossPoint>>(path) : [];
    }

    /// <summary>Takes one report of a trainer.</summary>
    public void Add(TrainingProgress progress)
    {
        // A continued run repeats what came after its last checkpoint.
        _points.RemoveAll(point => point.Step >= progress.Step);
        double epoch = (double)progress.Step / Math.Max(1, progress.Steps) * progress.Epochs;
        _points.Add(new LossPoint(progress.Step, epoch, new SortedDictionary<string, double>(progress.Losses.ToDictionary(), StringComparer.Ordinal)));
        _hasUnsaved = true;
        if (Stopwatch.GetElapsedTime(_savedAt) >= s_saveEvery)
            Save();
    }

    /// <summary>Writes what is not written yet; to be called when a stage ends in whatever way.</summary>
    public void Save()
    {
        if (!_hasUnsaved)
            return;
        AtomicFile.Write(_path, stream => ToolJson.Write(stream, _points));
        _hasUnsaved = false;
        _savedAt = Stopwatch.GetTimestamp();
    }

    /// <summary>The losses so far, averaged over neighbouring reports where there are many.</summary>
    public IReadOnlyList<LossPoint> Points()
    {
        int group = (_points.Count + MostPoints - 1) / MostPoints;
        return group <= 1 ? [.. _points] : [.. _points.Chunk(group).Select(Mean)];
    }

    private static LossPoint Mean(LossPoint[] points) => new(points[^1].Step, points[^1].Epoch, new SortedDictionary<string, double>(
        points[^1].Losses.Keys.ToDictionary(name => name, name => points.Where(point => point.Losses.ContainsKey(name)).Average(point => point.Losses[name])), StringComparer.Ordinal));
}
