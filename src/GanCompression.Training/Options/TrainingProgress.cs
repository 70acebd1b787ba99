using System.Globalization;

namespace GanCompression.Training;

/// <summary>How far a training run is.</summary>
/// <param name="Stage">What is being done, for example <c>Pix2Pix</c>.</param>
/// <param name="Epoch">The current epoch, from 1.</param>
/// <param name="Epochs">Number of epochs.</param>
/// <param name="Step">Finished optimisation steps.</param>
/// <param name="Steps">Optimisation steps in all.</param>
/// <param name="Losses">Mean of each loss since the last report, by name, weighted as in the total.</param>
/// <param name="ImagesPerSecond">Training speed of this run, in image pairs, or source images, per second.</param>
/// <param name="Elapsed">Time spent, earlier runs that this one continues included.</param>
/// <param name="Remaining">Estimate of the time left.</param>
public sealed record TrainingProgress(
    string Stage, int Epoch, int Epochs, long Step, long Steps, IReadOnlyDictionary<string, double> Losses, double ImagesPerSecond, TimeSpan Elapsed, TimeSpan Remaining)
{
    /// <summary>The progress as one sentence for a log.</summary>
    public override string ToString()
    {
        string losses = string.Join(", ", Losses.Select(loss => string.Create(CultureInfo.InvariantCulture, $"{loss.Key} {loss.Value:0.####}")));
        return string.Create(CultureInfo.InvariantCulture,
            $"{Stage}, epoch {Epoch}/{Epochs}, step {Step}/{Steps}: {losses}; {ImagesPerSecond:0.##} images/s, {Elapsed:d\\.hh\\:mm\\:ss} elapsed, {Remaining:d\\.hh\\:mm\\:ss} left.");
    }
}
