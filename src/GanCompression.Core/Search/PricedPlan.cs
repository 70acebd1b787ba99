namespace GanCompression;

/// <summary>A channel plan and what the network of that plan costs.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="MultiplyAdds">Multiply-adds per image by the published rule; see <see cref="ComputeCost"/>.</param>
/// <param name="Parameters">Trainable parameters.</param>
/// <param name="PredictedLatency">What <see cref="PlanSpace"/> predicts; null where it was not told how.</param>
public sealed record PricedPlan(ChannelPlan Plan, long MultiplyAdds, long Parameters, TimeSpan? PredictedLatency = null);
