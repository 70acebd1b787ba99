using Microsoft.ML.Data;

namespace Microsoft.ML;

public static class DebuggerExtensions
{
    public static DataDebuggerPreview Preview(this IDataView data, int maxRows = 100) => new(data, maxRows);

    public static DataDebuggerPreview Preview(this ITransformer transformer, IDataView data, int maxRows = 100)
    {
        ArgumentNullException.ThrowIfNull(transformer);
        ArgumentNullException.ThrowIfNull(data);
        return new DataDebuggerPreview(transformer.Transform(data), maxRows);
    }

    public static DataDebuggerPreview Preview(this IEstimator<ITransformer> estimator, IDataView data, int maxRows = 100, int maxTrainingRows = 100)
    {
        ArgumentNullException.ThrowIfNull(estimator);
        ArgumentNullException.ThrowIfNull(data);
        Runtime.Errors.CheckParam(maxRows >= 0, nameof(maxRows));
        Runtime.Errors.CheckParam(maxTrainingRows >= 0, nameof(maxTrainingRows));
        IDataView trainingRows = new SkipTakeDataView(data, 0, maxTrainingRows);
        return new DataDebuggerPreview(estimator.Fit(trainingRows).Transform(data), maxRows);
    }
}
