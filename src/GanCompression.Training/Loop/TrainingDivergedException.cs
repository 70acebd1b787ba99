namespace GanCompression.Training;

/// <summary>Training went out of range: a loss or a weight is no longer a finite number. No weights were saved after it happened.</summary>
public sealed class TrainingDivergedException : InvalidOperationException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What diverged, when, and the cure.</param>
    /// <param name="quantity">Name of the loss or weight.</param>
    /// <param name="step">The optimisation step, from 1.</param>
    /// <param name="learningRate">The learning rate at that step.</param>
    public TrainingDivergedException(string message, string quantity, long step, double learningRate)
        : base(message)
    {
        Quantity = quantity;
        Step = step;
        LearningRate = learningRate;
    }

    /// <summary>Name of the loss or weight that is not finite.</summary>
    public string Quantity { get; }

    /// <summary>The optimisation step at which it was seen, from 1.</summary>
    public long Step { get; }

    /// <summary>The learning rate at that step.</summary>
    public double LearningRate { get; }
}
