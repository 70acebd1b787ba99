namespace GanCompression.Tool.Reporting;

/// <summary>Mean losses over some consecutive steps of a training stage.</summary>
/// <param name="Step">Last step that counts, from 1.</param>
/// <param name="Epoch">Epochs done by then, as a fraction.</param>
/// <param name="Losses">Mean of each loss, by name.</param>
internal sealed record LossPoint(long Step, double Epoch, SortedDictionary<string, double> Losses);
