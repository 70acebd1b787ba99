using GanCompression.Training;
using Microsoft.ML.Runtime;

namespace GanCompression.MLNet.Training;

/// <summary>What every trainer logs around its run.</summary>
internal static class StageLog
{
    /// <summary>Runs a trainer with its progress logged; an error is logged before it goes on.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="options">The stage's own copy of its options; its callback is replaced.</param>
    /// <param name="train">The training.</param>
    /// <param name="stages">Stages that the training adds to the provenance.</param>
    public static GeneratorModel Run(IChannel channel, TrainingOptions options, Func<GeneratorModel> train, int stages = 1)
    {
        options.ProgressCallback = new TrainingLog(channel, options.ProgressCallback).Report;
        try
        {
            GeneratorModel model = train();
            foreach (StageRecord record in model.Provenance.TakeLast(stages))
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

    private static void Made(IChannel channel, GeneratorModel model, StageRecord record)
    {
        string cost = record.MultiplyAddsBefore is long before
            ? FormattableString.Invariant($"multiply-adds {before / 1e6:0.0} M to {record.MultiplyAddsAfter / 1e6:0.0} M ({(double)before / record.MultiplyAddsAfter:0.0} times fewer), parameters {record.ParametersBefore / 1e6:0.000} M to {record.ParametersAfter / 1e6:0.000} M")
            : FormattableString.Invariant($"multiply-adds {record.MultiplyAddsAfter / 1e6:0.0} M, parameters {record.ParametersAfter / 1e6:0.000} M");
        channel.Info(MessageSensitivity.None, FormattableString.Invariant($"{record.Stage} made '{model.Generator.Graph.Architecture}' in {record.DurationSeconds:0.0} s: {cost} at {record.ImageSize}×{record.ImageSize} pixels."));
    }
}
