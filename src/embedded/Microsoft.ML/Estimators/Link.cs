namespace Microsoft.ML.Data;

/// <summary>One stage of an estimator chain.</summary>
internal sealed record Link(IEstimator<ITransformer> Estimator, TransformerScope Scope, bool CacheAfter);
