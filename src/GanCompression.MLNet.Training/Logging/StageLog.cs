using GanCompression.Training;
using Microsoft.ML.Runtime;

namespace GanCompression.MLNet.Training;

/// <summary>What every stage logs around its run.</summary>
internal static class StageLog
{
    /// <summary>Writes the progress that a stage reports to a channel, before the user's callbacks get it.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="options">The stage's own copy of its options; their callbacks are replaced.</param>
    public static void Attach(IChannel channel, IStageOptions options)
    {
        if (options is TrainingOptions training)
        {
            TorchRuntime.EnsureLoaded();
            if (!TorchRuntime.HasCorrectConvolutions)
                channel.Warning(MessageSensitivity.None, "Some convolutions of libtorch give wrong values on this machine. Each is checked before its first use and computed another way where needed: correct, but slower.");
            training.ProgressCallback = new TrainingLog(channel, training.ProgressCallback).Report;
        }

        if (options is SearchOptions search)
            Attach(channel, search);
        if (options is FastGanCompressionOptions recipe)
        {
            Attach(channel, recipe.Search);
            recipe.FrontierCallback = SearchLog.Found(channel, recipe.FrontierCallback);
            recipe.FineTuningCallback = FineTuned(channel, recipe.FineTuningCallback);
        }
    }

    /// <summary>Runs a stage: logs each record that it adds to the provenance, and an error before it goes on.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="models">Generators of earlier stages, whose records are known.</param>
    /// <param name="run">What the stage does.</param>
    public static GeneratorModel Run(IChannel channel, IEnumerable<StageModel> models, Func<GeneratorModel> run)
    {
        try
        {
            GeneratorModel model = run();
            HashSet<StageRecord> known = [.. models.SelectMany(earlier => earlier.Model.Provenance)];
            foreach (StageRecord record in model.Provenance.Where(record => !known.Contains(record) && record.Stage != FineTuningOutcome.StageName))
                Made(channel, model, record);
            return model;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            channel.Error(MessageSensitivity.None, e.Message);
            throw;
        }
    }

    /// <summary>Logs the seed and where it comes from.</summary>
    public static void Seed(IChannel channel, long seed, bool isGiven) => channel.Info(
        MessageSensitivity.None, FormattableString.Invariant($"Seed {seed}, {(isGiven ? "as given in the options" : "drawn from the context")}."));

    private static void Attach(IChannel channel, SearchOptions search) =>
        search.ProgressCallback = new SearchLog(channel, search.ProgressCallback).Report;

    private static Action<FineTuningOutcome> FineTuned(IChannel channel, Action<FineTuningOutcome>? callback) => outcome =>
    {
        channel.Info(MessageSensitivity.None, outcome.ToString());
        callback?.Invoke(outcome);
    };

    private static void Made(IChannel channel, GeneratorModel model, StageRecord record)
    {
        string cost = record.MultiplyAddsBefore is long before
            ? FormattableString.Invariant($"multiply-adds {before / 1e6:0.0} M to {record.MultiplyAddsAfter / 1e6:0.0} M ({(double)before / record.MultiplyAddsAfter:0.0} times fewer), parameters {record.ParametersBefore / 1e6:0.000} M to {record.ParametersAfter / 1e6:0.000} M")
            : FormattableString.Invariant($"multiply-adds {record.MultiplyAddsAfter / 1e6:0.0} M, parameters {record.ParametersAfter / 1e6:0.000} M");

        // Of several stages in one, the first may have made another architecture than the last.
        string architecture = record.Options.GetValueOrDefault("StudentArchitecture") ?? model.Generator.Graph.Architecture;
        channel.Info(MessageSensitivity.None, FormattableString.Invariant($"{record.Stage} made '{architecture}' in {record.DurationSeconds:0.0} s: {cost} at {record.ImageSize}×{record.ImageSize} pixels."));
    }
}
